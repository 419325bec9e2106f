import { type FieldNode, Kind, type SelectionSetNode } from 'graphql';
import type { Fields, Value } from './graph.ts';

/** How to read a kind of object by field sets. */
export interface Reader<T> {
  read(object: T, field: FieldNode): unknown;
  isObject(value: unknown): value is T;
  /** Whether an object is of a type, or one that the type includes. */
  isOf(object: T, type: string): boolean;
}

/** The part of an object that a field set selects. */
export function project<T>(object: T, set: SelectionSetNode, reader: Reader<T>): Record<string, Value> {
  const result: Record<string, Value> = {};
  for (const selection of set.selections) {
    if (selection.kind === Kind.INLINE_FRAGMENT) {
      const type = selection.typeCondition?.name.value;
      if (type === undefined || reader.isOf(object, type))
        Object.assign(result, project(object, selection.selectionSet, reader));
    } else if (selection.kind === Kind.FIELD) {
      result[selection.name.value] = below(reader.read(object, selection), selection.selectionSet, reader);
    }
  }
  return result;
}

function below<T>(value: unknown, set: SelectionSetNode | undefined, reader: Reader<T>): Value {
  if (Array.isArray(value)) return value.map((item: unknown) => below(item, set, reader));
  return set && reader.isObject(value) ? project(value, set, reader) : (value as Value);
}

/** The value of a field that only says what it required: `price=10 size={w=1 h=[2 3]}`. */
export function textOf(required: Fields): string {
  return Object.entries(required)
    .map(([name, value]) => `${name}=${write(value)}`)
    .join(' ');
}

function write(value: Value): string {
  if (Array.isArray(value)) return `[${value.map(write).join(' ')}]`;
  if (typeof value === 'object' && value !== null) return `{${textOf(value as Fields)}}`;
  return value === undefined ? 'missing' : String(value);
}
