import { expect, it } from 'vitest';
import type { AccessTokens, Authentication, Identified } from '../authentication/access-tokens.ts';
import { introduceByToken } from './introduce-by-token.ts';

const clientAddress = '192.0.2.1';
const identified = { kind: 'identified', identity: { scopes: ['read'] } } as unknown as Identified;

/** Tokens of which all are worth the same. */
function tokens(worth: Authentication): AccessTokens & { isGood: boolean } {
  const made = { isGood: true, check: async () => worth, stillGood: () => made.isGood };
  return made;
}
const introduce = (accessTokens?: AccessTokens) =>
  introduceByToken({
    accessTokens,
    callerFrom: ({ clientAddress: from }, identity) => ({ from, scopes: identity?.scopes }),
  })({ headers: { authorization: 'Bearer x' }, clientAddress });

it('whoever has a good token is somebody for as long as it is good', async () => {
  const accessTokens = tokens(identified);
  const introduced = await introduce(accessTokens);
  if (introduced.kind !== 'caller') throw new Error(introduced.kind);
  expect(introduced.caller.now()).toEqual({ from: clientAddress, scopes: ['read'] });
  accessTokens.isGood = false;
  expect(introduced.caller.now()).toBeUndefined();
});

it.each([undefined, tokens({ kind: 'anonymous' })])(
  'without tokens everybody is nobody in particular',
  async (none) => {
    const introduced = await introduce(none);
    expect(introduced.kind === 'caller' && introduced.caller.now()).toEqual({ from: clientAddress, scopes: undefined });
  },
);

it.each([
  ['required', 'refused'],
  ['refused', 'refused'],
  ['unavailable', 'unavailable'],
] as const)('a token that is %s is %s', async (kind, outcome) => {
  const worth = { kind, issuer: 'x', cause: new Error('x') } as Authentication;
  expect(await introduce(tokens(worth))).toEqual({ kind: outcome });
});
