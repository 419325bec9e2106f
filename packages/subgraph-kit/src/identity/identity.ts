/** The header that carries a call's identity, a compact JWS. */
export const IDENTITY_HEADER = 'x-service-identity';

/** Seconds for which a signed identity is valid. */
export const LIFETIME_SECONDS = 60;

/** Seconds by which two services' clocks may differ. */
export const SKEW_SECONDS = 30;

/** The `typ` of the JWS: no other token is ever taken for an identity. */
export const TOKEN_TYPE = 'service-identity+jwt';

/** The signed-in account on whose behalf a call is made. */
export interface Viewer {
  readonly accountId: string;
  readonly sessionId: string;
  /** When the person last proved who they are. */
  readonly authenticatedAt: Date;
  /** By what, in the words of RFC 8176, where the issuer knows it. */
  readonly amr?: readonly string[];
  /** The app of the account, where the issuer knows it. */
  readonly app?: string;
}

/** What a service says about a call it makes. */
export interface IdentityClaims {
  readonly viewer?: Viewer;
  /** The address of the person's device, as the gateway saw it. */
  readonly clientAddress?: string;
  /** What the call is for, where an audience tells purposes apart. */
  readonly purpose?: string;
  /** The one resource that the call may touch (a media id for `<app>/media`). */
  readonly resource?: string;
  /** Of the body that the identity is good for, where an audience demands it (`<service>/events`): see `bodyHashOf`. */
  readonly bodyHash?: string;
}

/** Who calls: a service, and the person it acts for, if any. */
export interface ServiceIdentity extends IdentityClaims {
  readonly issuer: string;
  readonly audience: string;
}

/** Signs this service's calls. */
export interface IdentitySigner {
  /**
   * The identity to send with a call, as the value of `IDENTITY_HEADER`.
   * @throws Error when there is no key for the direction to `audience`.
   */
  for(audience: string, claims?: IdentityClaims): Promise<string>;
}

/** Checks the identity of calls that come in. */
export interface IdentityVerifier {
  /** The caller, or undefined when the token is absent, malformed, forged, expired, early or meant for others. Never throws. */
  verify(token: string | undefined): Promise<ServiceIdentity | undefined>;
}
