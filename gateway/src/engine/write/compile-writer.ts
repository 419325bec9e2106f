import { isJsonObject, type JsonObject } from '../json.ts';
import type { CompositeShape, FieldShape, LeafShape, ListShape, ObjectShape, ValueShape } from '../shape/shape.ts';
import type { JsonBytes } from './json-bytes.ts';
import { quoted } from './json-text.ts';
import { AFTER_DATA, BEFORE_DATA } from './result-data.ts';

/** What is known of the data to write. */
export interface DataTraits {
  /** Whether some places share objects. */
  readonly isShared: boolean;
  /** Whether no text in it needs an escape. */
  readonly isPlain: boolean;
}

/**
 * Writes data as the bytes of a result, `undefined` when something in it is not as the schema says: then the careful way has to
 * be gone.
 */
export type DataWriter = (data: JsonObject, traits: DataTraits, json: JsonBytes) => Buffer | undefined;

/** What writers add to. */
interface Output extends DataTraits {
  readonly json: JsonBytes;
  /** Where the texts of values that places share stand, by the writer that wrote them. */
  readonly memos: Map<object, readonly [start: number, end: number]>[];
}

/** @returns false as soon as something is not as the schema says */
type Writer = (value: unknown, output: Output) => boolean;

interface Parts {
  readonly sharedPlaces: ReadonlySet<string>;
  /** How many writers remember texts. */
  memoCount: number;
}

/**
 * Compiles the writer for what a client wants. Writers of objects below are compiled when first needed.
 * @param sharedPlaces where values can stand that other places have as well
 */
export function compileWriter(shape: ObjectShape, sharedPlaces: ReadonlySet<string>): DataWriter {
  const write = objectWriter(shape, '', { sharedPlaces, memoCount: 0 });
  return (data, { isShared, isPlain }, json) => {
    json.clear();
    json.add(BEFORE_DATA);
    if (!write(data, { isShared, isPlain, json, memos: [] })) return undefined;
    json.add(AFTER_DATA);
    return json.copy();
  };
}

function objectWriter({ fields }: ObjectShape, place: string, parts: Parts): Writer {
  const compiled = fields.map((field, index) => ({
    key: field.key,
    write: fieldWriter(field, index === 0 ? '{' : ',', place, parts),
  }));
  const end = compiled.length === 0 ? '{}' : '}';
  return (value, output) => {
    if (!isJsonObject(value)) return false;
    for (const { key, write } of compiled) if (!write(value[key], output)) return false;
    output.json.add(end);
    return true;
  };
}

/** @param before stands before the field */
function fieldWriter(
  { key, clientKey, value: shape }: FieldShape,
  before: string,
  place: string,
  parts: Parts,
): Writer {
  const label = `${before}${quoted(clientKey)}:`;
  if (shape.kind === 'typeName') return constantWriter(label + quoted(shape.typeName));
  if (shape.kind === 'leaf') return leafWriter(shape, label);
  const write = writerOf(shape, `${place}.${key}`, parts);
  return (value, output) => {
    output.json.add(label);
    return write(value, output);
  };
}

function writerOf(shape: ValueShape, place: string, parts: Parts): Writer {
  switch (shape.kind) {
    case 'typeName':
      return constantWriter(quoted(shape.typeName));
    case 'ready':
      return (value, output) => {
        output.json.add(value === undefined ? 'null' : JSON.stringify(value));
        return true;
      };
    case 'withheld':
      return () => false; // its place is told with an error
    case 'leaf':
      return leafWriter(shape, '');
    case 'list':
      return listWriter(shape, place, parts);
    case 'composite':
      return shape.isAbstract ? abstractWriter(shape, place, parts) : concreteWriter(shape, place, parts);
  }
}

function constantWriter(text: string): Writer {
  return (_, output) => {
    output.json.add(text);
    return true;
  };
}

function leafWriter({ textOf, isNonNull, hasTexts }: LeafShape, label: string): Writer {
  const none = `${label}null`;
  const quote = `${label}"`;
  return (value, output) => {
    if (value == null) {
      output.json.add(none);
      return !isNonNull;
    }
    if (hasTexts && output.isPlain && typeof value === 'string') {
      output.json.add(quote);
      output.json.add(value);
      output.json.add('"');
      return true;
    }
    const text = textOf(value);
    if (text === undefined) return false;
    output.json.add(label);
    output.json.add(text);
    return true;
  };
}

function listWriter({ item, isNonNull }: ListShape, place: string, parts: Parts): Writer {
  const write = writerOf(item, `${place}.@`, parts);
  const writeList: Writer = (value, output) => {
    if (!Array.isArray(value)) return false;
    output.json.add('[');
    for (let index = 0; index < value.length; index++) {
      if (index > 0) output.json.add(',');
      if (!write(value[index], output)) return false;
    }
    output.json.add(']');
    return true;
  };
  return orNull(isNonNull, remembering(writeList, place, parts));
}

function concreteWriter(shape: CompositeShape, place: string, parts: Parts): Writer {
  let write: Writer | undefined;
  return orNull(shape.isNonNull, (value, output) => {
    write ??= remembering(objectWriter(shape.shapeOf(undefined) as ObjectShape, place, parts), place, parts);
    return write(value, output);
  });
}

function abstractWriter(shape: CompositeShape, place: string, parts: Parts): Writer {
  const writers = new Map<ObjectShape, Writer>();
  return orNull(shape.isNonNull, (value, output) => {
    const inner = shape.shapeOf((value as JsonObject)['__typename']);
    if (!inner) return false;
    let write = writers.get(inner);
    if (!write) {
      write = remembering(objectWriter(inner, place, parts), place, parts);
      writers.set(inner, write);
    }
    return write(value, output);
  });
}

function orNull(isNonNull: boolean, write: Writer): Writer {
  return (value, output) => {
    if (value != null) return write(value, output);
    output.json.add('null');
    return !isNonNull;
  };
}

/** Remembers the texts of values at a place that shares them with others. */
function remembering(write: Writer, place: string, parts: Parts): Writer {
  if (!parts.sharedPlaces.has(place)) return write;
  const index = parts.memoCount++;
  return (value, output) => {
    if (!output.isShared || typeof value !== 'object' || value === null) return write(value, output);
    const written = (output.memos[index] ??= new Map());
    const known = written.get(value);
    if (known !== undefined) {
      output.json.repeat(...known);
      return true;
    }
    const start = output.json.length;
    if (!write(value, output)) return false;
    written.set(value, [start, output.json.length]);
    return true;
  };
}
