import type { EngineContext, EngineOptions } from './engine-options.ts';
import type { InFlight } from './execute/in-flight.ts';
import type { Run } from './execute/run.ts';

export interface AskParts<Caller> extends Pick<EngineOptions<Caller>, 'subgraphs' | 'identityOf'> {
  /** Calls of subgraphs under way. */
  readonly subgraphCalls: InFlight;
}

/** Asks subgraphs for a caller. @param mayShare whether it may share answers with others who ask the same */
export function askFor<Caller>(
  { caller, signal }: Pick<EngineContext<Caller>, 'caller' | 'signal'>,
  mayShare: boolean,
  { subgraphs, subgraphCalls, identityOf }: AskParts<Caller>,
): Run['ask'] {
  if (!mayShare) return (service, operation) => subgraphs.ask(service, operation, caller, signal);
  const identities = new Map<string, string | undefined>();
  return (service, operation) => {
    if (!identities.has(service)) identities.set(service, identityOf?.(caller, service));
    const identity = identities.get(service);
    if (identity === undefined) return subgraphs.ask(service, operation, caller, signal);
    const body = operation.body ?? JSON.stringify([operation.query, operation.variables]);
    return subgraphCalls.share({ service, identity, body }, signal, (shared) =>
      subgraphs.ask(service, operation, caller, shared),
    );
  };
}
