import type { MergedFetch } from '../compile/merge-fetches.ts';
import { entitiesFor, takePlaces } from './entities.ts';
import { type EntityFetchParts, runEntityFetch, takeEntities } from './entity-fetch.ts';
import type { Run } from './run.ts';
import { SubgraphRequest, variableMembers } from './subgraph-request.ts';

/** Fetches entities for several fetches to one subgraph at once. */
export async function runMergedFetch(merged: MergedFetch, parts: EntityFetchParts, run: Run): Promise<void> {
  const all = merged.fetches.map((fetch) => ({
    fetch,
    entities: entitiesFor(fetch, takePlaces(fetch, parts.mayShare, run)),
  }));
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
  // One part that fails as a whole, or makes all of it too much, takes the others with it: alone they may succeed.
  const isRefused = answer.ok ? answer.result.data == null : answer.reason === 'unusable';
  if (isRefused) return separately();
  for (const [index, { fetch, entities }] of all.entries())
    takeEntities(fetch, entities, answer, `_${index}`, parts, run);
}
