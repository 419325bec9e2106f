import { type ConstDirectiveNode, Kind, parse, valueFromASTUntyped } from 'graphql';

/** What `@listSize` says of a field. */
export interface ListSize {
  /** How many items there are at most, whatever an argument asks for. */
  readonly assumedSize?: number;
  /** The arguments that say how many items are asked for. */
  readonly slicingArguments: readonly string[];
  /** The fields of the field's type that hold those items; none when the field itself is the list. */
  readonly sizedFields: readonly string[];
}

/** `@listSize` by the coordinate of its field: `Query.facebookFeed`. */
export type ListSizes = ReadonlyMap<string, ListSize>;

/** Reads the directives of a supergraph that say how long its lists get (IBM's cost specification, as federation has it). */
export function listSizesOf(supergraphSdl: string): ListSizes {
  const sizes = new Map<string, ListSize>();
  for (const type of parse(supergraphSdl, { noLocation: true }).definitions) {
    if (type.kind !== Kind.OBJECT_TYPE_DEFINITION && type.kind !== Kind.INTERFACE_TYPE_DEFINITION) continue;
    for (const field of type.fields ?? []) {
      const use = field.directives?.find(({ name }) => name.value === 'listSize');
      if (use) sizes.set(`${type.name.value}.${field.name.value}`, read(use));
    }
  }
  return sizes;
}

function read(use: ConstDirectiveNode): ListSize {
  const given = new Map(use.arguments?.map(({ name, value }) => [name.value, valueFromASTUntyped(value)]));
  const assumedSize = given.get('assumedSize');
  return {
    ...(typeof assumedSize === 'number' && { assumedSize }),
    slicingArguments: texts(given.get('slicingArguments')),
    sizedFields: texts(given.get('sizedFields')),
  };
}

function texts(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}
