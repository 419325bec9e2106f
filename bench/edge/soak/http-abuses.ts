import { type Dispatcher, request } from 'undici';

/** A request that nobody should send, sent again and again. */
export interface HttpAbuse {
  readonly title: string;
  readonly contentType: string;
  readonly body: Buffer;
  /** From an answer to the next request. */
  readonly pauseMs: number;
}

const MILLION = 1_000_000;
const JSON_TYPE = 'application/json';
/** What costs whoever sends it much, too, comes once a second. All together do not fill a core: it is about what they ask, not how often. */
const HEAVY_MS = 1_000;
const LIGHT_MS = 200;

/** All of them; each is sent by a client of its own. */
export function httpAbuses(): HttpAbuse[] {
  return [
    abuse('a million aliases', HEAVY_MS, asJson(`{topProducts{${manyAliases(MILLION)}}}`)),
    abuse('5,000 aliases', LIGHT_MS, asJson(`{topProducts{${manyAliases(5_000)}}}`)),
    abuse('fields 20,000 deep', LIGHT_MS, asJson(nested(20_000))),
    abuse('fragments that double 60 times', LIGHT_MS, asJson(doubling(60))),
    abuse('9 MB of variables', HEAVY_MS, asJson(FIRST, { first: Array.from({ length: 4_500_000 }, () => 1) })),
    abuse('variables a million deep', HEAVY_MS, deepVariables(MILLION)),
    abuse('a body of 20 MB', HEAVY_MS, asJson(`{__typename}${' '.repeat(20 * MILLION)}`)),
    abuse('a batch of 10,000', LIGHT_MS, `[${Array.from({ length: 10_000 }, () => asJson('{__typename}')).join(',')}]`),
    abuse('half a JSON text', LIGHT_MS, '{"query":"{ __typename }'),
    abuse('bytes that are no text', LIGHT_MS, Buffer.from([0xff, 0xfe, 0, 1, 2, 3])),
    abuse('malformed multipart', LIGHT_MS, MULTIPART, 'multipart/form-data; boundary=b'),
  ];
}

/** Sends one, and reads the answer. */
export async function sendAbuse(
  url: string,
  { contentType, body }: HttpAbuse,
  dispatcher: Dispatcher,
): Promise<{ readonly status: number; readonly text: string }> {
  const headers = { 'content-type': contentType, accept: 'application/json' };
  const answer = await request(`${url}/graphql`, { method: 'POST', headers, body, dispatcher });
  return { status: answer.statusCode, text: await answer.body.text() };
}

const FIRST = 'query ($first: Int) { topProducts(first: $first) { upc } }';
const MULTIPART = '--b\r\ncontent-disposition: form-data; name="operations"\r\n\r\n{"query":"{__typ\r\n--b\r\n\r\n--';

function abuse(title: string, pauseMs: number, body: string | Buffer, contentType = JSON_TYPE): HttpAbuse {
  return { title, pauseMs, contentType, body: Buffer.from(body) };
}

function asJson(query: string, variables?: object): string {
  return JSON.stringify({ query, variables });
}

/** Short ones, so that they stay below what a body may have. */
function manyAliases(count: number): string {
  return Array.from({ length: count }, (_, index) => `a${index.toString(36)}:upc`).join(' ');
}

function nested(levels: number): string {
  return `{users{${'reviews{product{'.repeat(levels / 2)}upc${'}'.repeat(levels)}}}`;
}

/** Each fragment spreads the next one twice. */
function doubling(count: number): string {
  const fragments = Array.from(
    { length: count },
    (_, index) =>
      `fragment f${index} on Product{reviews{product{...f${index + 1}}} reviews{product{...f${index + 1}}}}`,
  );
  return `{topProducts{...f0}}${fragments.join('')}fragment f${count} on Product{upc}`;
}

function deepVariables(levels: number): string {
  return `{"query":${JSON.stringify(FIRST)},"variables":{"first":${'['.repeat(levels)}${']'.repeat(levels)}}}`;
}
