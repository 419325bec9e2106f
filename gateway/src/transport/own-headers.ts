import { IDENTITY_HEADER, REQUEST_ID_HEADER, REQUEST_TIMEOUT_HEADER } from '@accounts-center/subgraph-kit';

const HEADER_VALUE = /^[\t\x20-\x7e\x80-\xff]*$/;

/** What each message, or each connection, has of its own. */
const OWN_HEADERS: ReadonlySet<string> = new Set([
  ...'accept accept-encoding content-type content-length content-encoding expect host'.split(' '),
  ...'connection keep-alive proxy-connection proxy-authenticate proxy-authorization te trailer'.split(' '),
  ...'transfer-encoding upgrade http2-settings traceparent tracestate'.split(' '),
  IDENTITY_HEADER,
  REQUEST_ID_HEADER,
  REQUEST_TIMEOUT_HEADER,
]);

/** Whether the gateway makes a header for each message itself, so that no rule may name it. @param name in lower case */
export function isOwnHeader(name: string): boolean {
  return OWN_HEADERS.has(name);
}

/** Whether a text can be the value of a header: it could else end it, and begin another one. */
export function isHeaderValue(text: string): boolean {
  return HEADER_VALUE.test(text);
}
