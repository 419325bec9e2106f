import fc, { type Arbitrary, type GeneratorValue } from 'fast-check';
import {
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLOutputType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isCompositeType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isUnionType,
} from 'graphql';

const MAX_DEPTH = 6;
/** Mostly nothing, so that most operations are valid; nothing at both ends, which are chosen more often. */
const DIRECTIVES = between(['@include(if: true)', '@skip(if: $flag)', '@include(if: $flag)', '@nothing', '@defer']);
const ALIASES = between(['a: ', 'b: ', 'representations: ', '_entities: ', 'id: ', '__typename: ']);
const VARIABLES = { flag: 'Boolean! = true', id: 'ID! = "1"', representations: '[String!] = []' };

/** Operations over a schema: of its own fields, mostly valid, with all that a document may hold. */
export function operations(schema: GraphQLSchema): Arbitrary<string> {
  return fc.gen().map((g) => writeDocument(schema, g));
}

/** A text with some characters lost, changed or doubled. */
export function damaged(text: Arbitrary<string>): Arbitrary<string> {
  const place = fc.nat(1_000);
  const junk = fc.constantFrom(
    '',
    '{',
    '}',
    '(',
    ')',
    '"',
    '"""',
    '$',
    '...',
    '@',
    ':',
    '!',
    '\\u{110000}',
    '\u0000',
    '#',
    '𝒜',
    '&',
    '7e999',
    'on',
    'fragment',
  );
  const damage = fc.array(fc.tuple(place, fc.nat(8), junk), { minLength: 1, maxLength: 4 });
  return fc.tuple(text, damage).map(([start, all]) =>
    all.reduce((source, [at, length, insert]) => {
      const from = at % (source.length + 1);
      return source.slice(0, from) + insert + source.slice(from + length);
    }, start),
  );
}

function writeDocument(schema: GraphQLSchema, g: GeneratorValue): string {
  const kind = pick(['query', 'query', 'subscription', 'mutation', 'query'], g);
  const root = (kind === 'mutation' && schema.getMutationType()) || schema.getQueryType();
  if (!root) return '';
  const fragment = `fragment F on ${root.name} ${writeSelections(schema, root, 3, g)}`;
  const set = writeSelections(schema, root, MAX_DEPTH, g);
  const spreading = `${kind} A${declared(set + fragment)} ${set.replace('{', '{ ...F ')} ${fragment}`;
  const plain = `${kind} A${declared(set)} ${set}`;
  return pick([plain, spreading, `${plain} query B ${set}`, plain], g);
}

/** The definitions of the variables that stand in a text. */
function declared(text: string): string {
  const used = Object.entries(VARIABLES).filter(([name]) => text.includes(`$${name}`));
  return used.length > 0 ? `(${used.map(([name, type]) => `$${name}: ${type}`).join(', ')})` : '';
}

function between(some: readonly string[]): string[] {
  const nothing = Array.from({ length: 100 }, () => '');
  return [...nothing, ...some, ...nothing];
}

function writeSelections(schema: GraphQLSchema, type: GraphQLOutputType, depth: number, g: GeneratorValue): string {
  const count = g(fc.integer, { min: 1, max: 4 });
  return `{ ${Array.from({ length: count }, () => writeSelection(schema, type, depth, g)).join(' ')} }`;
}

function writeSelection(schema: GraphQLSchema, type: GraphQLOutputType, depth: number, g: GeneratorValue): string {
  const named = getNamedType(type);
  const place = pick(DIRECTIVES, g);
  if (isAbstractType(named) && (isUnionType(named) || g(fc.boolean))) {
    const possible = pick(schema.getPossibleTypes(named), g);
    return `... on ${possible.name} ${place} ${writeSelections(schema, possible, depth - 1, g)}`;
  }
  const all = isCompositeType(named) && !isUnionType(named) ? Object.values(named.getFields()) : [];
  const fields = all.filter((field) => depth > 1 || !isCompositeType(getNamedType(field.type)));
  if (fields.length === 0) return '__typename';
  return writeField(schema, pick(fields, g), depth, place, g);
}

function writeField(
  schema: GraphQLSchema,
  field: GraphQLField<unknown, unknown>,
  depth: number,
  place: string,
  g: GeneratorValue,
): string {
  const args = field.args
    .filter(({ type }) => isNonNullType(type) || g(fc.boolean))
    .map((arg) => `${arg.name}: ${writeValue(arg.type, 3, g)}`);
  const set = isCompositeType(getNamedType(field.type)) ? writeSelections(schema, field.type, depth - 1, g) : '';
  return `${pick(ALIASES, g)}${field.name}${args.length > 0 ? `(${args.join(', ')})` : ''} ${place} ${set}`;
}

function writeValue(type: GraphQLInputType, depth: number, g: GeneratorValue): string {
  if (g(fc.nat, 60) === 30)
    return pick(['null', '$id', '{}', '[[]]', '-1', 'true', 'NONE', '"\\u0000"', '$representations'], g);
  if (isNonNullType(type)) return writeValue(type.ofType, depth, g);
  if (isListType(type)) return `[${writeValue(type.ofType, depth, g)}]`;
  if (isEnumType(type)) return pick(type.getValues(), g).name;
  if (isInputObjectType(type)) {
    const fields = Object.values(type.getFields()).filter(
      (field) => isNonNullType(field.type) || (depth > 0 && g(fc.boolean)),
    );
    return `{ ${fields.map((field) => `${field.name}: ${writeValue(field.type, depth - 1, g)}`).join(', ')} }`;
  }
  return { Int: '1', Float: '1.5', Boolean: 'true' }[getNamedType(type).name] ?? JSON.stringify(g(fc.string));
}

function pick<T>(list: readonly T[], g: GeneratorValue): T {
  return list[g(fc.nat, list.length - 1)] as T;
}
