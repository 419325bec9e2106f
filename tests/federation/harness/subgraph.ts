import { isDeepStrictEqual } from 'node:util';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { type DocumentNode, execute, type GraphQLSchema, OperationTypeNode, parse, validate } from 'graphql';
import type { FieldSets } from './field-sets.ts';
import type { Graph } from './graph.ts';
import { project, type Reader } from './project.ts';
import { resolveWith } from './resolve-with.ts';
import { ownValue } from './store.ts';
import type { State, World } from './world.ts';

type Json = Readonly<Record<string, unknown>>;
export interface SubgraphRequest {
  readonly query: string;
  readonly variables?: Json;
  readonly operationName?: string;
}
export type SubgraphService = (request: SubgraphRequest, state: State) => Promise<unknown>;

/**
 * A subgraph of a graph, as its own process would run it. What it does not own and nobody sent, it does not know: fields
 * that require others are computed from the representation alone, and entities are found by its resolvable keys alone.
 */
export function createSubgraph(
  name: string,
  { document, fieldSets }: { document: DocumentNode; fieldSets: FieldSets },
  { world, beliefs = {}, unknown = {} }: Pick<Graph, 'beliefs' | 'unknown'> & { world: World },
): SubgraphService {
  const reader = representationReader(world);
  const schema = buildSubgraphSchema({ typeDefs: document, resolvers: finders(fieldSets, world, unknown[name] ?? []) });
  resolveWith<{ state: State }>(schema, (source, args: Json, { state }, info) => {
    const type = info.parentType.name;
    const object =
      source ?? world.store.root(info.operation.operation === OperationTypeNode.MUTATION ? 'Mutation' : 'Query');
    const set = fieldSets.requires.get(`${type}.${info.fieldName}`);
    const required = set ? project(object.representation ?? {}, set, reader) : {};
    const field = { name: info.fieldName, type: info.returnType, args };
    return world.value(object, field, { required, state }, beliefs[name]?.[`${type}.${info.fieldName}`]);
  });
  return (request, state) => answer(schema, request, state);
}

async function answer(
  schema: GraphQLSchema,
  { query, variables, operationName }: SubgraphRequest,
  state: State,
): Promise<unknown> {
  const document = parse(query);
  const errors = validate(schema, document);
  // As over HTTP: what is no JSON gets lost on the way.
  if (errors.length > 0) return JSON.parse(JSON.stringify({ errors }));
  const variableValues = JSON.parse(JSON.stringify(variables ?? {})) as Json;
  const contextValue = { state };
  return JSON.parse(JSON.stringify(await execute({ schema, document, variableValues, operationName, contextValue })));
}

/** `__resolveReference` of every type with a key. */
function finders({ keys }: FieldSets, world: World, unknown: readonly string[]) {
  const find = (type: string) => (representation: Json) => {
    const sets = keys.get(type) ?? [];
    const candidates = world.store.entities(world.included(type)).filter(({ label = '' }) => !unknown.includes(label));
    const found = candidates.find((entity) =>
      sets.some((set) =>
        isDeepStrictEqual(world.select(entity, set, {}), project(representation, set, representationReader(world))),
      ),
    );
    return found ? { ...found, representation } : null;
  };
  const entities = [...keys].filter(([, sets]) => sets.length > 0);
  return Object.fromEntries(entities.map(([type]) => [type, { __resolveReference: find(type) }]));
}

function representationReader(world: World): Reader<Json> {
  return {
    isObject: (value): value is Json => typeof value === 'object' && value !== null,
    isOf: (object, type) => world.included(type).has(String(object['__typename'])),
    read: (object, { name }) => ownValue(object, name.value),
  };
}
