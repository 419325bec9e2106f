import type { GraphQLFormattedError } from 'graphql';
import { subgraphUnavailable } from '../../errors/subgraph-error.ts';
import type { SubgraphAnswer } from '../../transport/subgraph-transport.ts';
import type { CompiledFetch } from '../compile/fetch.ts';
import { applyRewrites, originalPath } from '../compile/rewrites.ts';
import { copyOf, isJsonObject, type JsonObject } from '../json.ts';
import type { Variables } from '../operation/coerce-variables.ts';
import type { TypeSystem } from '../supergraph/type-system.ts';
import { mergeFields } from './merge.ts';
import { type FoundPlace, waysTo } from './places.ts';
import type { Run } from './run.ts';
import { SubgraphRequest, variableMembers } from './subgraph-request.ts';

/** Fetches fields of a root type, which stand at the root of the data or, where a field leads back to it, at its places. */
export async function runRootFetch(fetch: CompiledFetch, types: TypeSystem, run: Run): Promise<void> {
  const places = [...waysTo(run.data, fetch.path)];
  if (places.length === 0) return;
  const answer = await run.ask(fetch.service, rootRequest(fetch, run.variables));
  takeRoot(fetch, places, answer, types, run);
}

/** The request for fields of a root type. */
export function rootRequest(fetch: CompiledFetch, variables: Variables): SubgraphRequest {
  return new SubgraphRequest(fetch, `{${variableMembers(fetch.variables, variables).slice(1)}}`);
}

/** Takes an event of a subscription for the answer to its root field. */
export function takeEvent(fetch: CompiledFetch, answer: SubgraphAnswer, types: TypeSystem, run: Run): void {
  run.isPlain = answer.ok && answer.result.isPlain === true;
  takeRoot(fetch, [...waysTo(run.data, fetch.path)], answer, types, run);
}

function takeRoot(
  fetch: CompiledFetch,
  places: readonly FoundPlace[],
  answer: SubgraphAnswer,
  types: TypeSystem,
  run: Run,
): void {
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
