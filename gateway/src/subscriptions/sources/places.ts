import type { SourceSink } from './event-source.ts';

/** How many connections sources may have to one subgraph: of all callers, and of one. */
export interface PlaceLimits {
  readonly maxConnections?: number | undefined;
  readonly maxPerCaller?: number | undefined;
}

const MAX_CONNECTIONS = 1_000;
const MAX_PER_CALLER = 100;

/** The connections to subgraphs that are open. Who opens one has it, whoever shares it later. */
export class Places {
  readonly #limits: Required<Record<keyof PlaceLimits, number>>;
  readonly #counts = new Map<string, number>();

  constructor({ maxConnections = MAX_CONNECTIONS, maxPerCaller = MAX_PER_CALLER }: PlaceLimits) {
    this.#limits = { maxConnections, maxPerCaller };
  }

  /** @returns what gives the place back, or `undefined` where there is none */
  take(service: string, caller: string): (() => void) | undefined {
    const { maxConnections, maxPerCaller } = this.#limits;
    const ofCaller = JSON.stringify([service, caller]);
    if (this.#countOf(service) >= maxConnections || this.#countOf(ofCaller) >= maxPerCaller) return undefined;
    for (const key of [service, ofCaller]) this.#counts.set(key, this.#countOf(key) + 1);
    let isTaken = true;
    return () => {
      if (!isTaken) return;
      isTaken = false;
      for (const key of [service, ofCaller]) {
        const count = this.#countOf(key) - 1;
        if (count > 0) this.#counts.set(key, count);
        else this.#counts.delete(key);
      }
    };
  }

  #countOf(key: string): number {
    return this.#counts.get(key) ?? 0;
  }
}

/** Ends a source for which there is no place. */
export function endWithoutPlace(sink: SourceSink): void {
  const message = 'There are too many subscriptions to what this is about.';
  const errors = [{ message, extensions: { code: 'TOO_MANY_SUBSCRIPTIONS' } }];
  sink.push({ answer: { ok: true, result: { errors } } });
  sink.end();
}
