import { isJsonObject, type JsonObject } from '../json.ts';
import type { CompositeShape, LeafShape, ListShape, ObjectShape, ValueShape } from '../shape/shape.ts';
import { quoted } from './json-text.ts';

/** Texts of objects and lists that several places share, by the writer that wrote them. */
export type Memo = Map<object, string>[];

/**
 * Writes a value as JSON text, `undefined` as soon as something in it is not as the schema says: then the careful way has
 * to be gone. The memo is there when objects are shared.
 */
export type Writer = (value: unknown, memo: Memo | undefined) => string | undefined;

/** Numbers the writers of one answer. */
interface Numbering {
  next: number;
}

/** Compiles the writer for what a client wants. Writers of objects below are compiled when first needed. */
export function compileWriter(shape: ObjectShape): Writer {
  return objectWriter(shape, { next: 0 });
}

function objectWriter({ fields }: ObjectShape, numbering: Numbering): Writer {
  const compiled = fields.map(({ key, clientKey, value }, index) => ({
    key,
    label: `${index === 0 ? '' : ','}${quoted(clientKey)}:`,
    write: writerOf(value, numbering),
  }));
  return (value, memo) => {
    if (!isJsonObject(value)) return undefined;
    let text = '{';
    for (const { key, label, write } of compiled) {
      const written = write(value[key], memo);
      if (written === undefined) return undefined;
      text += label + written;
    }
    return `${text}}`;
  };
}

function writerOf(shape: ValueShape, numbering: Numbering): Writer {
  switch (shape.kind) {
    case 'typeName': {
      const text = quoted(shape.typeName);
      return () => text;
    }
    case 'ready':
      return (value) => (value === undefined ? 'null' : JSON.stringify(value));
    case 'leaf':
      return leafWriter(shape);
    case 'list':
      return memoising(listWriter(shape, numbering), numbering);
    case 'composite':
      return shape.isAbstract ? abstractWriter(shape, numbering) : concreteWriter(shape, numbering);
  }
}

function leafWriter({ textOf, isNonNull }: LeafShape): Writer {
  return (value) => (value == null ? (isNonNull ? undefined : 'null') : textOf(value));
}

function listWriter({ item, isNonNull }: ListShape, numbering: Numbering): Writer {
  const write = writerOf(item, numbering);
  return (value, memo) => {
    if (value == null) return isNonNull ? undefined : 'null';
    if (!Array.isArray(value)) return undefined;
    let text = '[';
    for (let index = 0; index < value.length; index++) {
      const written = write(value[index], memo);
      if (written === undefined) return undefined;
      text += index === 0 ? written : `,${written}`;
    }
    return `${text}]`;
  };
}

function concreteWriter(shape: CompositeShape, numbering: Numbering): Writer {
  let write: Writer | undefined;
  return (value, memo) => {
    if (value == null) return shape.isNonNull ? undefined : 'null';
    if (write === undefined)
      write = memoising(objectWriter(shape.shapeOf(undefined) as ObjectShape, numbering), numbering);
    return write(value, memo);
  };
}

function abstractWriter(shape: CompositeShape, numbering: Numbering): Writer {
  const writers = new Map<ObjectShape, Writer>();
  return (value, memo) => {
    if (value == null) return shape.isNonNull ? undefined : 'null';
    const inner = shape.shapeOf((value as JsonObject)['__typename']);
    if (!inner) return undefined;
    let write = writers.get(inner);
    if (!write) {
      write = memoising(objectWriter(inner, numbering), numbering);
      writers.set(inner, write);
    }
    return write(value, memo);
  };
}

/** Remembers the texts of values that places share. */
function memoising(write: Writer, numbering: Numbering): Writer {
  const index = numbering.next++;
  return (value, memo) => {
    if (memo === undefined || typeof value !== 'object' || value === null) return write(value, memo);
    const texts = (memo[index] ??= new Map<object, string>());
    const known = texts.get(value);
    if (known !== undefined) return known;
    const text = write(value, memo);
    if (text !== undefined) texts.set(value, text);
    return text;
  };
}
