import type { GraphQLFormattedError } from 'graphql';
import { subgraphUnavailable } from '../../errors/subgraph-error.ts';
import type { CompiledFetch } from '../compile/fetch.ts';
import { applyRewrites, originalPath } from '../compile/rewrites.ts';
import { copyOf, isJsonObject, type JsonObject } from '../json.ts';
import type { TypeSystem } from '../supergraph/type-system.ts';
import { mergeFields } from './merge.ts';
import { type FoundPlace, waysTo } from './places.ts';
import type { Run } from './run.ts';
import { SubgraphRequest, variableMembers } from './subgraph-request.ts';

/** Fetches fields of a root type, which stand at the root of the data or, where a field leads back to it, at its places. */
export async function runRootFetch(fetch: CompiledFetch, types: TypeSystem, run: Run): Promise<void> {
  const places = [...waysTo(run.data, fetch.path)];
  if (places.length === 0) return;
  const variables = `{${variableMembers(fetch.variables, run.variables).slice(1)}}`;
  const answer = await run.ask(fetch.service, new SubgraphRequest(fetch, variables));
  if (!answer.ok) {
    for (const place of places) reportMissing(fetch, place, subgraphUnavailable(fetch.service), run);
    return;
  }
  const { data, errors = [] } = answer.result;
  for (const error of errors) for (const place of places) reportError(fetch, place, error, run);
  if (!isJsonObject(data)) {
    for (const place of places) {
      if (errors.length === 0) reportMissing(fetch, place, subgraphUnavailable(fetch.service), run);
      else excuseAll(fetch, place, run);
    }
    return;
  }
  applyRewrites(data, fetch.outputRewrites, types);
  for (const [index, place] of places.entries()) {
    const fields = index === 0 ? data : (copyOf(data) as JsonObject);
    if (!mergeFields(place.object, fields, fetch.keys, types))
      reportMissing(fetch, place, subgraphUnavailable(fetch.service), run);
  }
}

function reportError(fetch: CompiledFetch, place: FoundPlace, error: GraphQLFormattedError, run: Run): void {
  const { path = [] } = error;
  const [onlyKey, ...others] = fetch.keys.filter((key) => key !== '__typename');
  if (path.length > 0) run.problems.add(error, [...place.path, ...originalPath(path, fetch.outputRewrites)]);
  else if (onlyKey !== undefined && others.length === 0) run.problems.addMissing(error, [...place.path, onlyKey]);
  else {
    // It may be about any of the fields.
    run.problems.add(error, place.path);
    excuseAll(fetch, place, run);
  }
}

function excuseAll({ keys }: CompiledFetch, place: FoundPlace, run: Run): void {
  for (const key of keys) run.problems.excuse([...place.path, key]);
}

function reportMissing({ keys }: CompiledFetch, place: FoundPlace, error: GraphQLFormattedError, run: Run): void {
  for (const key of keys) run.problems.addMissing(error, [...place.path, key]);
}
