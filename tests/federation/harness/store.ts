import type { Data, Facts, Fields, ValueFunction } from './graph.ts';

/** An object of the store on its way through a schema. */
export interface StoreObject {
  readonly type: string;
  readonly label?: string;
  readonly fields: Fields;
  /** What came along when a subgraph was asked for the entity. */
  readonly representation?: Readonly<Record<string, unknown>>;
}

export interface Store {
  /** @throws when there is no such entity */
  entity(label: string): StoreObject;
  entities(types: ReadonlySet<string>): StoreObject[];
  root(type: 'Query' | 'Mutation'): StoreObject;
}

/** Makes the entities of a graph's data findable. Labels are unique over all types. */
export function createStore({ Query = {}, Mutation = {}, ...types }: Data): Store {
  const entities = new Map<string, StoreObject>();
  for (const [type, all = {}] of Object.entries(types))
    for (const [label, fields] of Object.entries(all)) {
      if (entities.has(label)) throw new Error(`Two entities are labelled "${label}".`);
      entities.set(label, { type, label, fields: fields as Fields });
    }
  return {
    entity: (label) => {
      const found = entities.get(label);
      if (!found) throw new Error(`No entity is labelled "${label}".`);
      return found;
    },
    entities: (wanted) => [...entities.values()].filter(({ type }) => wanted.has(type)),
    root: (type) => ({ type, fields: type === 'Query' ? Query : Mutation }),
  };
}

/** A field's value; fields may have the names of what every object has. */
export function ownValue<T>(fields: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(fields, name) ? fields[name] : undefined;
}

/** Whether something is an object of the store, and not JSON. */
export function isStoreObject(value: unknown): value is StoreObject {
  return typeof value === 'object' && value !== null && 'fields' in value && 'type' in value;
}

/** A value of the data, called with the arguments where it is a function. */
export function evaluate(value: unknown, args: Readonly<Record<string, unknown>>, facts: Facts): unknown {
  return typeof value === 'function' ? (value as ValueFunction)(args as Readonly<Record<string, never>>, facts) : value;
}

/** A value of the data where the schema wants objects of a type: texts are labels, records stand for themselves. */
export function toObjects(value: unknown, type: string, store: Store): unknown {
  if (Array.isArray(value)) return value.map((item: unknown) => toObjects(item, type, store));
  if (typeof value === 'string') return store.entity(value);
  if (typeof value !== 'object' || value === null || value instanceof Error || isStoreObject(value)) return value;
  const fields = value as Fields;
  return { type: (fields['__typename'] as string | undefined) ?? type, fields } satisfies StoreObject;
}
