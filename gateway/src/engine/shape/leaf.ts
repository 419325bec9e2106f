import { type GraphQLLeafType, isEnumType } from 'graphql';
import { quoted } from '../write/json-text.ts';

const MAX_INT = 2 ** 31 - 1;
const MIN_INT = -(2 ** 31);

/** The JSON text of a leaf's value as a subgraph sent it, or `undefined` when the type has no such value. Never of null. */
export type LeafText = (value: unknown) => string | undefined;

const BUILT_IN: Readonly<Record<string, LeafText>> = {
  Int: (value) => (Number.isInteger(value) && isInt(value as number) ? `${value as number}` : undefined),
  Float: (value) => (Number.isFinite(value) ? `${value as number}` : undefined),
  String: (value) => (typeof value === 'string' ? quoted(value) : undefined),
  Boolean: (value) => (typeof value === 'boolean' ? `${value}` : undefined),
  // A subgraph may send an id that it keeps as a number.
  ID: (value) =>
    typeof value === 'string' ? quoted(value) : Number.isSafeInteger(value) ? `"${String(value)}"` : undefined,
};

const TEXTLESS: ReadonlySet<string> = new Set(['Int', 'Float', 'Boolean']);

/** How values of a leaf type are checked and written. The gateway knows custom scalars by name only: any JSON is one. */
export function leafText(type: GraphQLLeafType): LeafText {
  if (!isEnumType(type)) return (Object.hasOwn(BUILT_IN, type.name) && BUILT_IN[type.name]) || anyJson;
  const texts = new Map<unknown, string>(type.getValues().map(({ name }) => [name, `"${name}"`]));
  return (value) => texts.get(value);
}

/** Whether every text is a value of the type. */
export function hasTexts(type: GraphQLLeafType): boolean {
  return !isEnumType(type) && !TEXTLESS.has(type.name);
}

function isInt(value: number): boolean {
  return value <= MAX_INT && value >= MIN_INT;
}

function anyJson(value: unknown): string | undefined {
  return typeof value === 'string' ? quoted(value) : JSON.stringify(value);
}
