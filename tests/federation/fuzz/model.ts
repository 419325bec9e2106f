/** A random graph before it is written as SDL: the truth of which subgraphs each know a part. */
export interface Model {
  readonly subgraphs: readonly string[];
  readonly entities: readonly Entity[];
  readonly values: readonly ValueType[];
  /** Types that implement `Named`, by name. */
  readonly named: readonly string[];
  /** Members of the union `Either`, by name. */
  readonly either: readonly string[];
  /** An interface that one subgraph knows as an object only. */
  readonly thing?: {
    readonly hub: string;
    readonly object: string;
    readonly types: readonly string[];
    readonly fields: readonly Field[];
  };
  readonly roots: readonly Field[];
  readonly mutations: readonly Field[];
}

export interface Entity {
  readonly name: string;
  /** Field sets, and in which subgraphs each of them is a key. */
  readonly keys: readonly { readonly fields: string; readonly subgraphs: readonly string[] }[];
  readonly keyFields: readonly Field[];
  readonly subgraphs: readonly string[];
  /** Those of them that only name it: they can not be asked for it. */
  readonly stubs: readonly string[];
  readonly fields: readonly Field[];
}

export interface ValueType {
  readonly name: string;
  readonly fields: readonly Field[];
}

export interface Field {
  readonly name: string;
  /** As SDL writes it: `[E0!]`. */
  readonly type: string;
  readonly hasArguments: boolean;
  /** The subgraphs that resolve it; shareable where there are several. */
  readonly owners: readonly string[];
  readonly requires?: readonly string[];
  readonly provides?: string;
  /** The subgraph that it was taken over from; it still declares it. */
  readonly movedFrom?: string;
  /** A field that others require or provide: it never fails. */
  readonly isSafe?: boolean;
}

/** The type's name without its lists and exclamation marks. */
export function bareName(type: string): string {
  return type.replaceAll(/[[\]!]/g, '');
}
