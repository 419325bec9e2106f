import { setTimeout as wait } from 'node:timers/promises';
import { Pool } from 'undici';
import { send } from './send-load.ts';

/** One kind of request, sent at a rate of its own however long answers take. */
export interface Stream {
  readonly body: string;
  readonly perSecond: number;
  /** How long its answers are in bytes; one of another length is wrong. */
  readonly lengths: readonly number[];
}

/** Kinds of requests that are sent at the same time. */
export interface PacedLoad {
  readonly url: string;
  readonly streams: readonly Stream[];
  readonly durationMs: number;
}

/** What came of one kind. */
export interface StreamResult {
  readonly latenciesMs: readonly number[];
  /** Answers that were not what they have to be, or requests that got none. */
  readonly wrong: number;
}

const CONNECTIONS = 1_000;
const ANSWER_WITHIN_MS = 30_000;

/**
 * Sends requests, each with an `authorization` of its own, and waits for all answers.
 * @param run tells the `authorization` of these requests from that of others
 */
export async function sendPaced({ url, streams, durationMs }: PacedLoad, run: string): Promise<StreamResult[]> {
  const pool = new Pool(url, { connections: CONNECTIONS, pipelining: 1, headersTimeout: ANSWER_WITHIN_MS });
  try {
    return await Promise.all(streams.map((stream, place) => sendStream(pool, stream, durationMs, `${run}-${place}`)));
  } finally {
    await pool.destroy();
  }
}

async function sendStream(pool: Pool, stream: Stream, durationMs: number, run: string): Promise<StreamResult> {
  const { body, perSecond, lengths } = stream;
  const latenciesMs: number[] = [];
  let wrong = 0;
  const sendOne = async (count: number): Promise<void> => {
    const sentAt = performance.now();
    const length = await send(pool, body, `${run}-${count}`).catch(() => undefined);
    latenciesMs.push(performance.now() - sentAt);
    if (length === undefined || !lengths.includes(length)) wrong += 1;
  };
  const startedAt = performance.now();
  const sent: Promise<void>[] = [];
  const total = Math.max(1, Math.round((durationMs / 1_000) * perSecond));
  while (sent.length < total) {
    const dueInMs = startedAt + (sent.length / perSecond) * 1_000 - performance.now();
    if (dueInMs > 0) await wait(dueInMs);
    else sent.push(sendOne(sent.length));
  }
  await Promise.all(sent);
  return { latenciesMs, wrong };
}
