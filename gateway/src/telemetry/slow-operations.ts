import type { Logger } from '@accounts-center/subgraph-kit';
import type { DocumentNode } from 'graphql';
import type { Engine } from '../engine.ts';
import type { CallTime } from './operation-trace.ts';

/** So many are told in a minute, each with its plan; the others are counted. */
const TOLD_PER_MINUTE = 10;
const MINUTE_MS = 60_000;

/** An operation that took too long. */
export interface SlowOperation {
  readonly name: string | undefined;
  readonly type: string;
  /** Of its text: what a manifest or a client's log knows it by. */
  readonly hash: string | undefined;
  readonly ms: number;
  readonly calls: readonly CallTime[];
  readonly document: DocumentNode;
  readonly operationName: string | undefined;
  readonly variables: Readonly<Record<string, unknown>> | undefined;
}

/** Logs slow operations, and how they were planned, out of the way of requests. Values that clients sent are not in it. */
export class SlowOperations {
  readonly #log: Logger;
  readonly #planOf: Engine['planOf'];
  readonly #now: () => number;
  #minuteBegan = Number.NEGATIVE_INFINITY;
  #told = 0;
  #untold = 0;

  /** @param now in milliseconds, never going back */
  constructor(log: Logger, planOf: Engine['planOf'], now: () => number = () => performance.now()) {
    this.#log = log;
    this.#planOf = planOf;
    this.#now = now;
  }

  /** Resolves when it is told. */
  async tell(slow: SlowOperation): Promise<void> {
    const now = this.#now();
    if (now - this.#minuteBegan >= MINUTE_MS) {
      this.#minuteBegan = now;
      this.#told = 0;
    }
    if (this.#told >= TOLD_PER_MINUTE) {
      this.#untold += 1;
      return;
    }
    this.#told += 1;
    const untold = this.#untold;
    this.#untold = 0;
    const { name, type, hash, ms, calls } = slow;
    const operation = { name, type, hash, ms: Math.round(ms) };
    const plan = await this.#textOf(slow);
    const fields = {
      operation,
      subgraphs: bySubgraph(calls),
      ...(plan !== undefined && { plan }),
      ...(untold > 0 && { untold }),
    };
    this.#log.warn(fields, 'An operation was slow');
  }

  async #textOf({ document, operationName, variables }: SlowOperation): Promise<string | undefined> {
    try {
      return (await this.#planOf?.({ document, operationName, variables, hidesValues: true }))?.text;
    } catch {
      // The schema is another one by now, or the operation can't be planned: then it has no plan.
      return undefined;
    }
  }
}

/** How often each subgraph was asked, and how long the longest of its calls took. */
function bySubgraph(calls: readonly CallTime[]): Record<string, { calls: number; slowestMs: number }> {
  const subgraphs: Record<string, { calls: number; slowestMs: number }> = {};
  for (const { service, ms } of calls) {
    const { calls: count = 0, slowestMs = 0 } = subgraphs[service] ?? {};
    subgraphs[service] = { calls: count + 1, slowestMs: Math.max(slowestMs, Math.round(ms)) };
  }
  return subgraphs;
}
