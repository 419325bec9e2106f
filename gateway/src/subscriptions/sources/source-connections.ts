import { CallerCounts, type CountLimits } from '../caller-counts.ts';
import type { SourceSink } from './event-source.ts';

/** The connections to subgraphs that are open. Who opens one has it, whoever shares it later. */
export class SourceConnections {
  readonly #limitsOf: (service: string) => CountLimits;
  readonly #toService = new Map<string, CallerCounts>();

  constructor(limitsOf: (service: string) => CountLimits) {
    this.#limitsOf = limitsOf;
  }

  /** Counts one more. @returns what counts it no more, or `undefined` where there may not be another */
  take(service: string, caller: string): (() => void) | undefined {
    const counts = this.#toService.get(service) ?? new CallerCounts(this.#limitsOf(service));
    this.#toService.set(service, counts);
    if (!counts.take(caller)) return undefined;
    let isOpen = true;
    return () => {
      if (isOpen) counts.giveBack(caller);
      isOpen = false;
    };
  }
}

/** Ends a source for which there may be no connection. */
export function endWithoutConnection(sink: SourceSink): void {
  const message = 'There are too many subscriptions to what this is about.';
  const errors = [{ message, extensions: { code: 'TOO_MANY_SUBSCRIPTIONS' } }];
  sink.push({ answer: { ok: true, result: { errors } } });
  sink.end();
}
