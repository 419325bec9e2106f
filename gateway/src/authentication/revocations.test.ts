import { createLogger, movableClock } from '@accounts-center/subgraph-kit';
import { beforeEach, describe, expect, it } from 'vitest';
import { NOW } from '../testing/tokens.ts';
import { createRevocations, type Revocations } from './revocations.ts';

const MINUTE_MS = 60_000;

let clock: ReturnType<typeof movableClock>;
let asked: (string | undefined)[];
let answer: (cursor: string | undefined) => unknown;
let logged: string;
let revocations: Revocations;

const create = (maxSessions = 100): Revocations => {
  const log = createLogger({ name: 'test', level: 'info', destination: { write: (line) => void (logged += line) } });
  const load = async (cursor: string | undefined): Promise<unknown> => {
    asked.push(cursor);
    return answer(cursor);
  };
  return createRevocations({ load, clock, log, maxSessions });
};

beforeEach(() => {
  clock = movableClock(NOW);
  asked = [];
  logged = '';
  answer = () => page('0');
  revocations = create();
});

function page(cursor: string, ...sids: string[]) {
  return {
    cursor,
    sessions: sids.map((sid) => ({ sid, expiresAt: new Date(NOW.getTime() + MINUTE_MS).toISOString() })),
  };
}

const ended = (...sids: string[]): boolean[] => sids.map((sid) => revocations.has(sid));

/** Answers with these pages, one after the other; then with nothing new. */
function answerWith(...pages: [cursor: string, ...sids: string[]][]): void {
  answer = (cursor) => {
    const next = pages[pages.findIndex(([at]) => at === cursor) + 1];
    return next === undefined ? page(cursor ?? '') : page(...next);
  };
}

describe('the ended sessions', () => {
  it('are asked for from where the answer before ended, page by page', async () => {
    answerWith(['1', 'a', 'b'], ['2', 'c']);
    await revocations.poll();
    expect(asked).toEqual([undefined, '1', '2']);
    expect(ended('a', 'b', 'c', 'd')).toEqual([true, true, true, false]);
    await revocations.poll();
    expect(asked).toEqual([undefined, '1', '2', '2']);
  });

  it.each<[string, () => unknown]>([
    ['always the whole list, under one cursor', () => page('', 'a', 'b')],
    ['always those of late, each time under another cursor', () => page(String(asked.length), 'a', 'b')],
  ])('may be told more than once: %s', async (_, always) => {
    answer = always;
    await revocations.poll();
    await revocations.poll();
    expect(asked).toHaveLength(3);
    expect(ended('a', 'b', 'c')).toEqual([true, true, false]);
  });

  it('stay while the issuer does not answer, and the rest comes when it does', async () => {
    answerWith(['1', 'a']);
    await revocations.poll();
    answer = () => {
      throw new Error('down');
    };
    await revocations.poll();
    expect(ended('a', 'b')).toEqual([true, false]);
    answer = (cursor) => (cursor === '1' ? page('2', 'b') : page('2'));
    await revocations.poll();
    expect(ended('a', 'b')).toEqual([true, true]);
  });

  it.each<[string, unknown]>([
    ['no object', 'none'],
    ['no list', { cursor: '' }],
    ['no cursor', { sessions: [] }],
    ['no date', { cursor: '', sessions: [{ sid: 'b', expiresAt: 'soon' }] }],
    ['no session', { cursor: '', sessions: [{ sid: 7, expiresAt: NOW.toISOString() }] }],
  ])('are not taken from an answer that is none: %s', async (_, malformed) => {
    answer = () => malformed;
    await revocations.poll();
    expect(ended('b')).toEqual([false]);
    expect(await revocations.isWhole()).toBe(false);
  });

  it('leave when no clock can take their access tokens for good any more', async () => {
    revocations = create(2);
    answerWith(['1', 'a', 'b']);
    await revocations.poll();
    // They have expired, but a clock may be five minutes behind.
    clock.advance(6 * MINUTE_MS);
    answerWith(['1']);
    await revocations.poll();
    expect(ended('a', 'b')).toEqual([true, true]);
    clock.advance(MINUTE_MS);
    answerWith(['1'], ['2', 'c']);
    await revocations.poll();
    expect(ended('a', 'b', 'c')).toEqual([false, false, true]);
    expect(logged).toBe('');
  });

  it('are no more than so many: the log tells of it', async () => {
    revocations = create(2);
    answerWith(['1', 'a', 'b', 'c', 'd']);
    await revocations.poll();
    expect(ended('a', 'b', 'c', 'd')).toEqual([false, false, true, true]);
    expect(logged).toContain('More than 2 sessions have ended of late');
  });

  it('are asked for once by polls at the same time', async () => {
    await Promise.all([revocations.poll(), revocations.poll(), revocations.isWhole()]);
    expect(asked).toEqual([undefined]);
  });
});

describe('whether the list is whole', () => {
  it('is asked by who wants to know it first', async () => {
    answerWith(['1', 'a']);
    expect(await revocations.isWhole()).toBe(true);
    expect(ended('a')).toEqual([true]);
    expect(await revocations.isWhole()).toBe(true);
    expect(asked).toHaveLength(2);
  });

  it('is asked once in a second while there is no answer', async () => {
    answer = () => {
      throw new Error('down');
    };
    expect(await Promise.all([revocations.isWhole(), revocations.isWhole()])).toEqual([false, false]);
    clock.advance(999);
    expect(await revocations.isWhole()).toBe(false);
    expect(asked).toHaveLength(1);
    clock.advance(1);
    answer = () => page('0');
    expect(await revocations.isWhole()).toBe(true);
  });

  it('is not said before the last page has come', async () => {
    answer = (cursor) => {
      if (cursor === '1') throw new Error('down');
      return page('1', 'a');
    };
    expect(await revocations.isWhole()).toBe(false);
    expect(ended('a')).toEqual([true]);
  });

  it('is true for good: later outages do not change it', async () => {
    await revocations.poll();
    answer = () => {
      throw new Error('down');
    };
    clock.advance(MINUTE_MS);
    await revocations.poll();
    expect(await revocations.isWhole()).toBe(true);
  });
});
