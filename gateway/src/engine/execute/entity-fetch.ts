import type { GraphQLFormattedError } from 'graphql';
import { subgraphUnavailable } from '../../errors/subgraph-error.ts';
import type { SubgraphAnswer } from '../../transport/subgraph-transport.ts';
import type { CompiledEntityFetch } from '../compile/fetch.ts';
import type { FetchMerger } from '../compile/merge-fetches.ts';
import { applyRewrites, originalPath } from '../compile/rewrites.ts';
import { copyOf, isJsonObject, type JsonObject } from '../json.ts';
import type { Path } from '../shape/complete.ts';
import type { TypeSystem } from '../supergraph/type-system.ts';
import type { Entities } from './entities.ts';
import { mergeFields } from './merge.ts';
import { waysTo } from './places.ts';
import type { Run } from './run.ts';
import { SubgraphRequest, variableMembers } from './subgraph-request.ts';

const ENTITIES = '_entities';
/** Entities of one of several fetches that went as one. */
const FIELD_OF_MERGED = /^_\d+$/;

/** What the entity fetches of one plan have in common. */
export interface EntityFetchParts {
  readonly types: TypeSystem;
  /** Whether places may share what was fetched for all of them. */
  readonly mayShare: boolean;
  readonly merge: FetchMerger;
}

/** Fetches fields of entities and puts them into their places. */
export async function runEntityFetch(
  fetch: CompiledEntityFetch,
  entities: Entities,
  parts: EntityFetchParts,
  run: Run,
  context = '',
): Promise<void> {
  if (entities.representations.length === 0) return;
  const members = variableMembers(fetch.variables, run.variables);
  const variables = `{"representations":[${entities.representations.join()}]${members}${context}}`;
  const answer = await run.ask(fetch.service, new SubgraphRequest(fetch, variables));
  takeEntities(fetch, entities, answer, ENTITIES, parts, run);
}

/**
 * Takes entities out of an answer.
 * @param field of the answer that has them
 */
export function takeEntities(
  fetch: CompiledEntityFetch,
  { places }: Entities,
  answer: SubgraphAnswer,
  field: string,
  { types, mayShare }: EntityFetchParts,
  run: Run,
): void {
  if (places.length === 0) return;
  if (!answer.ok) return missing(fetch, run);
  const { data, errors = [] } = answer.result;
  const own = errors.filter((error) => isAbout(error, field));
  const received = data?.[field];
  if (!Array.isArray(received) || received.length !== places.length) {
    if (own.length === 0) missing(fetch, run);
    else reportErrors(fetch, own, places, run);
    return;
  }
  for (const [index, entity] of received.entries()) {
    if (!isJsonObject(entity)) {
      if (entity !== null) missing(fetch, run);
      continue;
    }
    applyRewrites(entity, fetch.outputRewrites, types);
    const same = places[index] ?? [];
    if (same.length > 1 && mayShare) run.isShared = true;
    for (const [nth, object] of same.entries()) {
      const fields = nth === 0 || mayShare ? entity : copyOf(entity);
      if (!mergeFields(object, fields, fetch.keys, types)) missing(fetch, run);
    }
  }
  // Only now is it known of what types the entities are, and so what the client calls their fields.
  if (own.length > 0) reportErrors(fetch, own, places, run);
}

/** Whether an error is about the entities of a field. One that says no place, or none that there is, is about all of them. */
function isAbout({ path: [first] = [] }: GraphQLFormattedError, field: string): boolean {
  return first === field || field === ENTITIES || !FIELD_OF_MERGED.test(String(first));
}

/** Says once, where the way to the entities is still one, that all of them are missing. */
function missing({ service, path }: CompiledEntityFetch, run: Run): void {
  run.problems.addMissing(subgraphUnavailable(service), beforeList(path.map(({ key }) => key)));
}

/** Reports errors at every place of the entity that they are about. */
function reportErrors(
  { path, outputRewrites }: CompiledEntityFetch,
  errors: readonly GraphQLFormattedError[],
  places: readonly JsonObject[][],
  run: Run,
): void {
  let ways: Map<JsonObject, Path[]> | undefined;
  for (const error of errors) {
    const [, index, ...below] = error.path ?? [];
    const objects = typeof index === 'number' ? places[index] : undefined;
    if (!objects) {
      run.problems.addMissing(error, beforeList(path.map(({ key }) => key)));
      continue;
    }
    ways ??= waysByObject(run.data, path);
    for (const object of objects)
      for (const way of ways.get(object) ?? [])
        run.problems.add(error, [...way, ...originalPath(below, outputRewrites)]);
  }
}

function waysByObject(data: JsonObject, path: CompiledEntityFetch['path']): Map<JsonObject, Path[]> {
  const ways = new Map<JsonObject, Path[]>();
  for (const place of waysTo(data, path)) {
    const known = ways.get(place.object);
    if (known) known.push(place.path);
    else ways.set(place.object, [place.path]);
  }
  return ways;
}

/** A path up to the first list of which it goes through every item. */
function beforeList(path: readonly string[]): Path {
  const end = path.indexOf('@');
  return end < 0 ? path : path.slice(0, end);
}
