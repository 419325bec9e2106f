import type { IncomingHttpHeaders } from 'node:http';

/** Who is at the other end; asked again before each event. */
export interface ConnectedCaller<Caller> {
  /** `undefined` once the identity is no longer good: the token has expired, or its session has ended. */
  now(): Caller | undefined;
}

/** How a client presents itself. */
export interface Presented {
  /** Of the request, or of the upgrade to a WebSocket; `authorization` may come from the first message instead. */
  readonly headers: IncomingHttpHeaders;
  readonly clientAddress: string;
}

export type Introduced<Caller> =
  | { readonly kind: 'caller'; readonly caller: ConnectedCaller<Caller> }
  /** A token that is expired, forged, or for others; or none where one is needed. */
  | { readonly kind: 'refused' }
  /** Nobody can say at the moment. */
  | { readonly kind: 'unavailable' };

/** Finds out who a client is. Never rejects. */
export type Introduce<Caller> = (presented: Presented) => Promise<Introduced<Caller>>;
