import type { CompiledEntityFetch } from '../compile/fetch.ts';
import { entitiesFor, takePlaces } from './entities.ts';
import { type EntityFetchParts, runEntityFetch } from './entity-fetch.ts';
import { runMergedFetch } from './merged-fetch.ts';
import type { Run } from './run.ts';

/** An entity fetch whose turn has come. */
export interface ReadyFetch {
  readonly fetch: CompiledEntityFetch;
  readonly done: (work: Promise<void>) => void;
}

/**
 * Fetches entities: in one request with all that becomes ready in this turn of the event loop and goes to the same
 * subgraph. Nothing waits for what is not there yet.
 */
export function fetchWithOthers(fetch: CompiledEntityFetch, parts: EntityFetchParts, run: Run): Promise<void> {
  return new Promise((done) => {
    if (run.ready.push({ fetch, done }) === 1) setImmediate(() => sendReady(parts, run));
  });
}

function sendReady(parts: EntityFetchParts, run: Run): void {
  const groups = new Map<string, ReadyFetch[]>();
  for (const ready of run.ready.splice(0)) {
    const group = groups.get(ready.fetch.service);
    if (group) group.push(ready);
    else groups.set(ready.fetch.service, [ready]);
  }
  for (const group of groups.values()) {
    const work = fetchTogether(
      group.map(({ fetch }) => fetch),
      parts,
      run,
    );
    for (const { done } of group) done(work);
  }
}

/** Async, so that what it throws ends this request, and not the process. */
async function fetchTogether(
  fetches: readonly CompiledEntityFetch[],
  parts: EntityFetchParts,
  run: Run,
): Promise<void> {
  const [first, ...others] = fetches as [CompiledEntityFetch, ...CompiledEntityFetch[]];
  if (others.length > 0) return runMergedFetch(parts.merge(fetches), parts, run);
  return runEntityFetch(first, entitiesFor(first, takePlaces(first, parts.mayShare, run)), parts, run);
}
