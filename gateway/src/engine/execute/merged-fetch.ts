import type { CompiledEntityFetch, CompiledFetch } from '../compile/fetch.ts';
import { type EntityFetchParts, entitiesFor, runEntityFetch, takeEntities } from './entity-fetch.ts';
import type { Run } from './run.ts';
import { SubgraphRequest, variableMembers } from './subgraph-request.ts';

/** Entity fetches to one subgraph that may be sent as one operation. */
export interface MergedFetch extends Pick<CompiledFetch, 'service' | 'query' | 'bodyStart' | 'variables'> {
  readonly fetches: readonly CompiledEntityFetch[];
}

export async function runMergedFetch(merged: MergedFetch, parts: EntityFetchParts, run: Run): Promise<void> {
  const all = merged.fetches.map((fetch) => ({ fetch, entities: entitiesFor(fetch, run) }));
  const asked = all.filter(({ entities }) => entities.representations.length > 0);
  const separately = async (): Promise<void> => {
    await Promise.all(asked.map(({ fetch, entities }) => runEntityFetch(fetch, entities, parts, run)));
  };
  if (asked.length < 2) return separately();
  const representations = all.map(
    ({ entities }, index) => `"representations_${index}":[${entities.representations.join()}]`,
  );
  const variables = `{${representations.join()}${variableMembers(merged.variables, run.variables)}}`;
  const answer = await run.ask(merged.service, new SubgraphRequest(merged, variables));
  // One part that fails as a whole takes the others with it: alone they may succeed.
  if (answer.ok && answer.result.data == null) return separately();
  for (const [index, { fetch, entities }] of all.entries())
    takeEntities(fetch, entities, answer, `_${index}`, parts, run);
}
