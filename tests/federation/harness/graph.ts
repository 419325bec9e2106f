import type { FederationVersion } from './link.ts';

/** An error as an answer must hold it. */
export interface ExpectedError {
  readonly message: string | RegExp;
  readonly path?: readonly (string | number)[] | undefined;
}

/** One operation on a graph, and its answer. */
export interface Case {
  readonly operation: string;
  readonly operationName?: string;
  readonly variables?: Readonly<Record<string, unknown>>;
  /** In the order in which the answer must hold it; `undefined` when the request is refused. */
  readonly data?: unknown;
  readonly errors?: readonly ExpectedError[];
  /** Where a whole fetch failed: an error may tell of the entity or its list, instead of each field that is missing. */
  readonly errorsMayStandAbove?: boolean;
  /** How many operations these subgraphs get, where that is what the case proves. */
  readonly calls?: Readonly<Record<string, number>>;
  /** The labels of `@override` that are switched on. */
  readonly labels?: readonly string[];
  /** Subgraphs that do not answer. */
  readonly down?: readonly string[];
  /** What a subgraph answers whatever it is asked. */
  readonly answers?: Readonly<Record<string, RawAnswer>>;
  /** Why no single schema can answer it: it is then compared with `data` and `errors` alone. */
  readonly noReference?: string;
}

export interface RawAnswer {
  readonly data?: Record<string, unknown> | null;
  /** Errors, whatever their form. */
  readonly errors?: unknown;
}

/** What a field's value is computed from, besides its arguments. */
export interface Facts {
  /** The fields that its `@requires` names, as they came with the representation. */
  readonly required: Fields;
  /** Lives as long as one operation; all subgraphs share it. */
  readonly state: Record<string, unknown>;
}

/**
 * A field's value: JSON, an `Error` to throw, or a function of its arguments. Where the schema wants an object, a text is
 * the label of an entity, and an object one that only stands there (with `__typename` where its type is abstract).
 */
export type Value =
  | string
  | number
  | boolean
  | null
  | undefined
  | Error
  | ValueFunction
  | readonly Value[]
  | { readonly [field: string]: Value };
export type Fields = Readonly<Record<string, Value>>;
/** Its arguments have the types that the schema gives them. */
export type ValueFunction = (args: Readonly<Record<string, never>>, facts: Facts) => Value;

/** Everything that there is: `Query` and `Mutation` hold their fields, other types their entities by label. */
export interface Data {
  readonly Query?: Fields;
  readonly Mutation?: Fields;
  readonly [type: string]: Fields | Readonly<Record<string, Fields>> | undefined;
}

/** Subgraphs that read one store, and cases on the graph that they make. */
export interface Graph {
  /** SDL by name. The link to the federation specification is added where there is none. */
  readonly subgraphs: Readonly<Record<string, string>>;
  /** Of the link: the newest unless told; `fed1` adds none. */
  readonly version?: FederationVersion | 'fed1';
  /** Changes the supergraph that composition made. */
  readonly changed?: (supergraphSdl: string) => string;
  readonly data: Data;
  /** Values that a subgraph alone believes, by `Type.field`: wrong ones, where it must not be asked. */
  readonly beliefs?: Readonly<Record<string, Fields>>;
  /** Labels of entities that a subgraph does not know. */
  readonly unknown?: Readonly<Record<string, readonly string[]>>;
  readonly cases: Readonly<Record<string, Case>>;
}
