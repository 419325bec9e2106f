import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { usernameCandidates } from './username-candidates.ts';

const limits = { minLength: 5, maxLength: 30 };

describe('usernameCandidates', () => {
  it('begins with the wish in plainer letters, then with small numbers', () => {
    expect(usernameCandidates('Ada_Lovelacé', limits, () => 0).slice(0, 5)).toEqual([
      'ada_lovelace',
      'ada.lovelace',
      'adalovelace',
      'ada_lovelace1',
      'ada.lovelace1',
    ]);
  });

  it('lengthens what is too short, and shortens what is too long', () => {
    expect(usernameCandidates('ada', limits, () => 0)).toEqual(['ada10', 'ada100', 'ada1000', 'ada10000']);
    const long = usernameCandidates('a'.repeat(40), limits, () => 0);
    expect(long).toContain('a'.repeat(30));
    expect(long).toContain(`${'a'.repeat(29)}1`);
  });

  it('keeps nothing of letters that it can’t write', () => {
    expect(usernameCandidates('Ада', limits, () => 0)).toEqual([]);
  });

  it('offers only well-formed, different ones, never the wish itself', () => {
    const wishes = fc.string({ unit: 'grapheme', maxLength: 60 });
    fc.assert(
      fc.property(wishes, fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (wish, fraction) => {
        const candidates = usernameCandidates(wish, limits, () => fraction);
        expect(new Set(candidates).size).toBe(candidates.length);
        expect(candidates.length).toBeLessThanOrEqual(60);
        for (const candidate of candidates) {
          expect(candidate).toMatch(/^[a-z0-9_][a-z0-9._]{4,29}$/);
          expect(candidate).not.toBe(wish.toLowerCase());
        }
      }),
    );
  });
});
