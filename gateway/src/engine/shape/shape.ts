import type { LeafText } from './leaf.ts';

/** What a client wants of an object of one type, in the order of its operation. */
export interface ObjectShape {
  readonly typeName: string;
  readonly fields: readonly FieldShape[];
}

export interface FieldShape {
  readonly fieldName: string;
  /** Where the value stands in the data. */
  readonly key: string;
  /** Where the client wants it. */
  readonly clientKey: string;
  readonly value: ValueShape;
}

/** What becomes of a value; each has its texts made by the writer that is compiled for it. */
export type ValueShape = LeafShape | ListShape | CompositeShape | TypeNameShape | ReadyShape | WithheldShape;

interface Nullability {
  readonly isNonNull: boolean;
}

export interface LeafShape extends Nullability {
  readonly kind: 'leaf';
  readonly typeName: string;
  readonly textOf: LeafText;
  /** Whether every text is a value of it, and its JSON that text in quotes. */
  readonly hasTexts: boolean;
}

export interface ListShape extends Nullability {
  readonly kind: 'list';
  readonly item: ValueShape;
}

export interface CompositeShape extends Nullability {
  readonly kind: 'composite';
  readonly typeName: string;
  /** The shape of an object by the name that it gives its type, or `undefined` when the type has no such objects. */
  shapeOf(typeName: unknown): ObjectShape | undefined;
  readonly isAbstract: boolean;
}

/** The name of the object's type: nobody needs to be asked for it. */
export interface TypeNameShape extends Nullability {
  readonly kind: 'typeName';
  readonly typeName: string;
}

/** A value that is what the client wants already: of introspection. */
export interface ReadyShape extends Nullability {
  readonly kind: 'ready';
}

/** A value that the caller may not read, whatever is there. */
export interface WithheldShape extends Nullability {
  readonly kind: 'withheld';
}
