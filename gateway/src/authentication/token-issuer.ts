import type { Viewer } from '@accounts-center/subgraph-kit';
import type { JWTPayload } from 'jose';
import type { KeySet } from './key-set.ts';
import type { Revocations } from './revocations.ts';

/** Who somebody is: the parts of a caller that a token tells. */
export interface TokenIdentity {
  /** Of a token of the graph's own. */
  readonly viewer?: Viewer;
  /** Of a token of another issuer: all that it says. */
  readonly claims?: Readonly<Record<string, unknown>>;
  readonly scopes?: readonly string[];
}

/** Somebody whose access tokens are believed, and which of them. */
export interface TokenIssuer {
  /** The `iss` of its tokens, exactly. */
  readonly name: string;
  readonly keys: KeySet;
  /** One of these has to be in `aud`. */
  readonly audience: readonly string[];
  /** How they may be signed. */
  readonly algorithms: readonly string[];
  /** What `typ` they may have, in lower case and without `application/`. */
  readonly types: readonly (string | undefined)[];
  /** By how much its clock and ours may differ. */
  readonly skewSeconds: number;
  /**
   * What a token says of its bearer.
   * @throws ZodError when a claim that has to be there is not
   */
  identityOf(payload: JWTPayload): TokenIdentity;
  /** Its ended sessions, where it tells them. */
  readonly revocations?: Revocations;
}
