import { describe, expect, it } from 'vitest';
import { movableClock, systemClock } from './clock.ts';
import { createIds, isId } from './ids.ts';

describe('ids', () => {
  it('have the prefix and 26 letters', () => {
    const ids = createIds({ clock: systemClock });
    expect(ids.next('fbp')).toMatch(/^fbp_[0-9a-hjkmnp-tv-z]{26}$/);
    expect(ids.random('fbu')).toMatch(/^fbu_[0-9a-hjkmnp-tv-z]{26}$/);
  });

  it('keep all 128 bits', () => {
    const ones = createIds({ clock: systemClock, random: () => 0xffffffff });
    expect(ones.random('x')).toBe(`x_7${'z'.repeat(25)}`);
    const zeros = createIds({ clock: systemClock, random: () => 0 });
    expect(zeros.random('x')).toBe(`x_${'0'.repeat(26)}`);
  });

  it('sort by creation, within a millisecond too', () => {
    const clock = movableClock(new Date('2026-11-23T10:00:00Z'));
    const ids = createIds({ clock });
    const made = Array.from({ length: 500 }, (_, index) => {
      if (index % 100 === 0) clock.advance(1);
      return ids.next('ctr');
    });
    expect(made.toSorted()).toEqual(made);
    expect(new Set(made).size).toBe(500);
  });

  it('are reproducible from equal sources', () => {
    const make = () => {
      let state = 0;
      const ids = createIds({ clock: movableClock(new Date(0)), random: () => state++ });
      return [ids.next('a'), ids.random('b'), ids.next('a')];
    };
    expect(make()).toEqual(make());
  });

  it('are recognised by their form', () => {
    const id = createIds({ clock: systemClock }).next('fbp');
    expect(isId(id, 'fbp')).toBe(true);
    for (const other of [
      '',
      'fbp_',
      `${id}0`,
      id.toUpperCase(),
      id.replace('fbp', 'igp'),
      `fbp_8${id.slice(5)}`,
      `fbp_u${id.slice(5)}`,
      `${id}\n`,
    ]) {
      expect(isId(other, 'fbp'), other).toBe(false);
    }
  });
});
