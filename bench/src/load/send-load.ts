import { Pool } from 'undici';

/** What to send, and when to stop. */
export interface Load {
  readonly url: string;
  /** Request bodies, sent in turn. */
  readonly bodies: readonly string[];
  /** How long the answer to each of them is in bytes; one of another length is wrong. */
  readonly lengths: readonly number[];
  /** Requests in flight, each on a connection of its own. */
  readonly connections: number;
  /** Whether every request has an `authorization` of its own, or all the same; or the tokens that connections have in turn. */
  readonly authorization: 'own' | 'same' | readonly string[];
  /** No request is begun after so many, or after so long. */
  readonly maxRequests: number;
  readonly maxMs: number;
}

/** What came of it. */
export interface LoadResult {
  readonly latenciesMs: readonly number[];
  readonly durationMs: number;
  /** Answers that were not what they have to be. */
  readonly wrong: number;
  /** Why it broke off, if it did. */
  readonly failure?: string;
}

const ANSWER_WITHIN_MS = 60_000;
export const WRONG = -1;

/**
 * Sends requests and waits for all answers.
 * @param run tells the `authorization` of these requests from that of others
 */
export async function sendLoad(load: Load, run: string): Promise<LoadResult> {
  const { bodies, lengths, connections, authorization, maxRequests, maxMs } = load;
  const pool = new Pool(load.url, { connections, pipelining: 1, headersTimeout: ANSWER_WITHIN_MS });
  const latenciesMs: number[] = [];
  const startedAt = performance.now();
  let begun = 0;
  let wrong = 0;
  const tokenOf = (lane: number, count: number): string =>
    typeof authorization === 'string'
      ? `${run}${authorization === 'own' ? `-${count}` : ''}`
      : (authorization[lane % authorization.length] ?? run);
  const runLane = async (lane: number): Promise<void> => {
    while (begun < maxRequests && performance.now() - startedAt < maxMs) {
      const count = begun++;
      const place = count % bodies.length;
      const sentAt = performance.now();
      const length = await send(pool, bodies[place] ?? '', tokenOf(lane, count));
      latenciesMs.push(performance.now() - sentAt);
      if (length !== lengths[place]) wrong += 1;
    }
  };
  try {
    await Promise.all(Array.from({ length: connections }, (_, lane) => runLane(lane)));
    return { latenciesMs, durationMs: performance.now() - startedAt, wrong };
  } catch (error) {
    return { latenciesMs, durationMs: performance.now() - startedAt, wrong, failure: String(error) };
  } finally {
    await pool.destroy();
  }
}

/**
 * Asks, once.
 * @returns the length of the answer, or `WRONG` for one of another status than 200. It is counted as it comes and not kept: this
 * process shares the machine
 */
export function send(pool: Pool, body: string, token: string): Promise<number> {
  const headers = { 'content-type': 'application/json', accept: 'application/json', authorization: `Bearer ${token}` };
  return new Promise((resolve, reject) => {
    let length = 0;
    let isOk = false;
    pool.dispatch(
      { path: '/graphql', method: 'POST', headers, body },
      {
        // Without it undici takes this for a handler of its older kind.
        onRequestStart: () => {},
        onResponseStart: (_, statusCode) => {
          isOk = statusCode === 200;
        },
        onResponseData: (_, chunk) => {
          length += chunk.length;
        },
        onResponseEnd: () => resolve(isOk ? length : WRONG),
        onResponseError: (_, error) => reject(error),
      },
    );
  });
}
