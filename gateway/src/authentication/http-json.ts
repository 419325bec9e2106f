import { type Clock, CollectedBytes } from '@accounts-center/subgraph-kit';
import { type Dispatcher, request } from 'undici';

export interface FetchOptions {
  readonly dispatcher: Dispatcher;
  readonly clock: Clock;
  /** For the whole answer. */
  readonly timeoutMs: number;
  readonly maxBytes: number;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface FetchedJson {
  readonly value: unknown;
  /** How long it may be kept, as its headers say; undefined when they say nothing. */
  readonly maxAgeMs: number | undefined;
}

/**
 * Asks another party's server for JSON. Follows no redirects.
 * @throws Error when it does not answer in time, not with status 200, with too much, or not in JSON
 */
export async function fetchJson(url: string, options: FetchOptions): Promise<FetchedJson> {
  const { dispatcher, clock, timeoutMs, maxBytes } = options;
  const signal = AbortSignal.timeout(timeoutMs);
  const headers = { accept: 'application/json', ...options.headers };
  const answer = await request(url, { dispatcher, signal, headers });
  if (answer.statusCode !== 200) {
    // Destroyed, it fails; nobody else listens.
    answer.body.on('error', () => {}).destroy();
    throw new Error(`It answered with status ${answer.statusCode}.`);
  }
  const text = await readText(answer.body, maxBytes);
  return { value: JSON.parse(text) as unknown, maxAgeMs: maxAgeOf(answer.headers, clock.now()) };
}

async function readText(body: AsyncIterable<Buffer>, maxBytes: number): Promise<string> {
  const collected = new CollectedBytes();
  for await (const chunk of body) {
    collected.add(chunk);
    if (collected.sizeBytes > maxBytes) throw new Error(`It answered with more than ${maxBytes} bytes.`);
  }
  return collected.bytes().toString('utf8');
}

type Headers = Dispatcher.ResponseData['headers'];

/** RFC 9111: what `cache-control` says, else `expires`, less the time that the answer has been on its way. */
function maxAgeOf(headers: Headers, now: Date): number | undefined {
  const control = String(headers['cache-control'] ?? '').toLowerCase();
  if (/\bno-(store|cache)\b/.test(control)) return 0;
  const ageMs = secondsOf(headers['age']) * 1_000;
  const maxAge = /(?:^|[\s,])max-age="?(\d{1,10})/.exec(control)?.[1];
  if (maxAge !== undefined) return Math.max(0, Number(maxAge) * 1_000 - ageMs);
  if (headers['expires'] === undefined) return undefined;
  const expiresMs = Date.parse(String(headers['expires']));
  const sentMs = Date.parse(String(headers['date'] ?? ''));
  return Number.isNaN(expiresMs) ? 0 : Math.max(0, expiresMs - (Number.isNaN(sentMs) ? now.getTime() : sentMs) - ageMs);
}

function secondsOf(value: Headers[string]): number {
  return /^\d{1,10}$/.test(String(value ?? '')) ? Number(value) : 0;
}
