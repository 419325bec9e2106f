import type { AccessTokens } from '../authentication/access-tokens.ts';
import type { TokenIdentity } from '../authentication/token-issuer.ts';
import type { Introduce, Presented } from './connected-caller.ts';

/**
 * Knows clients by their access tokens, checked when they come, and again for each event: whether they have expired, or their
 * sessions have ended.
 * @param parts.accessTokens without it nobody is anybody in particular
 * @param parts.callerFrom who calls, with what a good token says, if there is one
 */
export function introduceByToken<Caller>(parts: {
  readonly accessTokens: AccessTokens | undefined;
  readonly callerFrom: (presented: Presented, identity: TokenIdentity | undefined) => Caller;
}): Introduce<Caller> {
  const { accessTokens, callerFrom } = parts;
  return async (presented) => {
    const anonymous = (): ReturnType<Introduce<Caller>> => {
      const caller = callerFrom(presented, undefined);
      return Promise.resolve({ kind: 'caller', caller: { now: () => caller } });
    };
    if (!accessTokens) return anonymous();
    const authentication = await accessTokens.check(presented.headers.authorization);
    switch (authentication.kind) {
      case 'anonymous':
        return anonymous();
      case 'identified': {
        const caller = callerFrom(presented, authentication.identity);
        return { kind: 'caller', caller: { now: () => (accessTokens.stillGood(authentication) ? caller : undefined) } };
      }
      case 'required':
      case 'refused':
        return { kind: 'refused' };
      case 'unavailable':
        return { kind: 'unavailable' };
    }
  };
}
