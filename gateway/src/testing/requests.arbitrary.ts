import fc, { type Arbitrary } from 'fast-check';

const NAMES = [
  'accept',
  'apollo-require-preflight',
  'authorization',
  'connection',
  'content-encoding',
  'content-length',
  'content-type',
  'expect',
  'host',
  'origin',
  'transfer-encoding',
  'upgrade',
  'x-forwarded-for',
  'x-request-id',
  'x-service-identity',
];
const VALUES = [
  '',
  '*',
  '-1',
  '100-continue',
  '[::1',
  'Bearer a.b.c',
  'application/json',
  'application/json; charset=utf-16',
  'chunked',
  'gzip',
  'multipart/mixed;deferSpec=20220824, application/json',
  'text/html',
  'websocket',
];
const printable = fc.integer({ min: 0x20, max: 0x7e }).map((code) => String.fromCharCode(code));

/** Headers that matter to servers, with values that make sense or none. */
export const anyHeaders: Arbitrary<Record<string, string>> = fc.dictionary(
  fc.constantFrom(...NAMES),
  fc.oneof(fc.constantFrom(...VALUES), fc.string({ unit: printable })),
  { maxKeys: 4 },
);

const anything = fc.oneof(fc.jsonValue({ maxDepth: 4 }), fc.constant(undefined), fc.string());

/** GraphQL requests of which any part may be anything. */
export function anyRequest(query: Arbitrary<string>): Arbitrary<object> {
  const parts = { variables: anything, operationName: anything, extensions: anything, unknown: anything };
  return fc.record({ query: fc.oneof(anything, query), ...parts });
}
