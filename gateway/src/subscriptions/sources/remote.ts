import {
  backoffMs,
  createOutages,
  type Logger,
  ServiceUnreachable,
  secureFraction,
} from '@accounts-center/subgraph-kit';
import type { SourceEvent } from '../../engine/engine-options.ts';
import { publicAnswer } from '../../transport/public-answer.ts';
import type { SubgraphAnswer } from '../../transport/subgraph-transport.ts';
import type { CountLimits } from '../caller-counts.ts';

const BACKOFF = { baseMs: 500, maxMs: 20_000 };
/** So often it is tried to reach a subgraph that was never reached: whoever subscribes waits for it. */
const FIRST_ATTEMPTS = 3;
/** So often in a row it is tried to reach one again: a few minutes. */
const ATTEMPTS = 15;

/** What sources in other processes have in common. */
export interface RemoteParts<Caller> {
  /** Where a subgraph is subscribed to; by http or https. */
  readonly urlOf: (service: string) => URL | undefined;
  /** How many connections it may be subscribed to over. */
  readonly limitsOf: (service: string) => CountLimits;
  /** What it gets to see of a caller. */
  readonly headersFor: (
    service: string,
    caller: Caller,
  ) => Readonly<Record<string, string>> | Promise<Readonly<Record<string, string>>>;
  /** All that it gets to see of a caller, as a text: callers of whom it is equal may share a connection. */
  readonly identityOf: (caller: Caller, service: string) => string;
  /** Whose connections count together, as a text. */
  readonly keyOf: (caller: Caller) => string;
  readonly log: Logger;
  /** Waits before it is tried to connect again; `attempts` have failed in a row. */
  readonly wait?: ((attempts: number) => Promise<void>) | undefined;
  /** How long an answer that is no stream may take to end: 30 s unless told. */
  readonly answerTimeoutMs?: number | undefined;
}

/** A subgraph that sends a larger event is given up. */
export const MAX_EVENT_BYTES = 16 * 1024 * 1024;

/** Waits longer the more attempts have failed, and never all at the same time. */
export function waitLonger(attempts: number): Promise<void> {
  const waitMs = backoffMs(BACKOFF, attempts + 1, secureFraction());
  return new Promise((resolve) => void setTimeout(resolve, waitMs).unref());
}

/** Counts attempts to reach a subgraph. */
export class Attempts {
  #count = 0;
  #wasReached = false;

  /** Whether it was reached before. */
  get wasReached(): boolean {
    return this.#wasReached;
  }

  /** Attempts since it was reached. */
  get count(): number {
    return this.#count;
  }

  get isAnyLeft(): boolean {
    return this.#count < (this.#wasReached ? ATTEMPTS : FIRST_ATTEMPTS);
  }

  begin(): void {
    this.#count += 1;
  }

  reached(): void {
    this.#count = 0;
    this.#wasReached = true;
  }
}

/** Makes events of what a subgraph answers, fit for the client, and tells the log of outages. */
export function createReader(log: Logger) {
  const outages = createOutages(log);
  return {
    reached: (service: string): void => outages.answered(service),
    eventOf: (service: string, answer: SubgraphAnswer): SourceEvent => ({
      answer: publicAnswer(answer, { service, signal: undefined }, log),
    }),
    /** The last event of a source that can't be had any more. */
    unreachable: (service: string, error: unknown): SourceEvent => {
      const cause = new ServiceUnreachable(service, reasonIn(error));
      outages.failed(cause);
      return { answer: { ok: false, reason: 'unreachable', cause } };
    },
    lost: (service: string, error: unknown): void => outages.failed(new ServiceUnreachable(service, reasonIn(error))),
  };
}

/** WebSockets say why they close in events that are no errors. */
function reasonIn(error: unknown): unknown {
  if (error instanceof Error || typeof error !== 'object' || error === null) return error;
  const { code, reason, message } = error as { code?: number; reason?: string; message?: string };
  return new Error(message ?? `The connection was closed: ${code} ${reason}`);
}

export type Reader = ReturnType<typeof createReader>;
