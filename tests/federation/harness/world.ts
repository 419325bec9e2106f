import {
  type FieldNode,
  type GraphQLOutputType,
  type GraphQLSchema,
  getArgumentValues,
  getNamedType,
  isAbstractType,
  isCompositeType,
  isInterfaceType,
  isObjectType,
  type SelectionSetNode,
} from 'graphql';
import type { Composed } from './composed.ts';
import type { Facts, Fields, Graph } from './graph.ts';
import { project, type Reader, textOf } from './project.ts';
import { createStore, evaluate, isStoreObject, ownValue, type Store, type StoreObject, toObjects } from './store.ts';

export type State = Facts['state'];

/** What is true of a graph's data, for its subgraphs and for the schema that answers everything alone. */
export interface World {
  readonly store: Store;
  /** A field's value; with what it requires. `raw` instead of what the store holds, where a subgraph believes otherwise. */
  value(
    object: StoreObject,
    field: { name: string; type: GraphQLOutputType; args: Readonly<Record<string, unknown>> },
    facts: Facts,
    raw?: unknown,
  ): unknown;
  /** The part of an object that a field set selects, as the store has it. */
  select(object: StoreObject, set: SelectionSetNode, state: State): Fields;
  /** The field set that some subgraph requires for a field, there or on an interface of the type. */
  requiredBy(type: string, field: string): SelectionSetNode | undefined;
  /** The names of the objects that a type includes, and its own. */
  included(type: string): ReadonlySet<string>;
}

export function createWorld({ data }: Pick<Graph, 'data'>, { full, subgraphs }: Composed): World {
  const store = createStore(data);
  const requires = new Map([...subgraphs.values()].flatMap(({ fieldSets }) => [...fieldSets.requires]));

  const world: World = {
    store,
    value: (object, { name, type, args }, facts, raw = ownValue(object.fields, name)) => {
      const value = evaluate(raw, args, facts);
      if (value === undefined && world.requiredBy(object.type, name)) return textOf(facts.required);
      return isCompositeType(getNamedType(type)) ? toObjects(value, getNamedType(type).name, store) : value;
    },
    select: (object, set, state) => project(object, set, readerOf(world, full, state)),
    requiredBy: (type, field) => {
      const names = [type, ...interfacesOf(full, type)];
      return names.map((name) => requires.get(`${name}.${field}`)).find((set) => set !== undefined);
    },
    included: (name) => {
      const type = full.getType(name);
      const possible = isAbstractType(type) ? full.getPossibleTypes(type) : [];
      return new Set([name, ...possible.map((each) => each.name)]);
    },
  };
  return world;
}

function interfacesOf(schema: GraphQLSchema, name: string): string[] {
  const type = schema.getType(name);
  return isObjectType(type) ? type.getInterfaces().map((each) => each.name) : [];
}

/** Reads the store as if it were one object, computing what is computed. */
function readerOf(world: World, schema: GraphQLSchema, state: State): Reader<StoreObject> {
  return {
    isObject: isStoreObject,
    isOf: (object, type) => world.included(type).has(object.type),
    read: (object, node) => {
      if (node.name.value === '__typename') return object.type;
      const set = world.requiredBy(object.type, node.name.value);
      const required = set ? world.select(object, set, state) : {};
      const value = world.value(object, fieldOf(schema, object.type, node), { required, state });
      return value instanceof Error ? null : (value ?? null);
    },
  };
}

function fieldOf(schema: GraphQLSchema, typeName: string, node: FieldNode) {
  const type = schema.getType(typeName);
  const field = isObjectType(type) || isInterfaceType(type) ? type.getFields()[node.name.value] : undefined;
  if (!field) throw new Error(`There is no field ${typeName}.${node.name.value}.`);
  return { name: field.name, type: field.type, args: getArgumentValues(field, node) };
}
