import {
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isCompositeType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql';
import type { Chance } from './chance.ts';

export interface RandomOperation {
  readonly source: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** What has been written of an operation so far. */
interface Draft {
  readonly schema: GraphQLSchema;
  readonly chance: Chance;
  readonly fragments: Map<string, { readonly type: GraphQLNamedType; readonly text: string }>;
  readonly variables: Map<string, { readonly type: string; readonly value: unknown }>;
  fieldsLeft: number;
}

type AnyField = GraphQLField<unknown, unknown>;

const NAMES = [
  'id',
  'sku',
  'ref',
  'f0',
  'f1',
  'f2',
  'title',
  'x',
  '_0',
  '__typename',
  '_entities',
  'representations',
  'constructor',
  'valueOf',
  'a',
];
/** The variable of conditions that may be null. */
export const MAYBE = 'maybe';
const MAX_FIELDS = 40;

/**
 * An operation over a schema: aliases that collide with keys, with each other and with other fields, fragments of every
 * kind, conditions, variables. It may be invalid where two fields meet under one name.
 */
export function randomOperation(schema: GraphQLSchema, chance: Chance): RandomOperation {
  const draft: Draft = { schema, chance, fragments: new Map(), variables: new Map(), fieldsLeft: MAX_FIELDS };
  const mutation = schema.getMutationType();
  const isMutation = mutation != null && chance.in100(12);
  const root = (isMutation ? mutation : schema.getQueryType()) as GraphQLNamedType;
  const set = selectionSet(root, 4, draft);
  const fragments = [...draft.fragments].map(([name, { type, text }]) => `fragment ${name} on ${type.name} ${text}`);
  const variables = [...draft.variables];
  const declared = variables.map(([name, { type }]) => `$${name}: ${type}`).join(', ');
  const head = `${isMutation ? 'mutation' : 'query'} Random${declared && `(${declared})`}`;
  return {
    source: [`${head} ${set}`, ...fragments].join('\n'),
    variables: Object.fromEntries(
      variables.filter(([, { value }]) => value !== undefined).map(([name, { value }]) => [name, value]),
    ),
  };
}

function selectionSet(type: GraphQLNamedType, depth: number, draft: Draft): string {
  const count = 1 + draft.chance.upTo(3);
  return `{ ${Array.from({ length: count }, () => selection(type, depth, draft)).join(' ')} }`;
}

function selection(type: GraphQLNamedType, depth: number, draft: Draft): string {
  const { chance } = draft;
  if (type === draft.schema.getQueryType() && chance.in100(4)) return introspection(draft);
  const kind = chance.upTo(19);
  if (depth > 1 && (kind > 16 || (isAbstractType(type) && kind > 6))) {
    const on = chance.pick(fragmentTypes(type, draft.schema));
    if (on && kind === 19) return namedFragment(on, depth, draft);
    if (on) return `... on ${on.name} ${condition(draft)} ${selectionSet(on, depth - 1, draft)}`;
    return `... ${condition(draft)} ${selectionSet(type, depth - 1, draft)}`;
  }
  const all = 'getFields' in type ? (Object.values(type.getFields()) as AnyField[]) : [];
  const fields = all.filter(
    (field) => (depth > 1 && draft.fieldsLeft > 0) || !isCompositeType(getNamedType(field.type)),
  );
  if (fields.length === 0 || kind === 1) return `${alias(10, draft)}__typename`;
  return writeField(chance.pick(favoured(fields, chance)), depth, draft);
}

/** A question about the schema, under names that mean something elsewhere. */
function introspection(draft: Draft): string {
  const field = (name: string): string => `${alias(50, draft)}${name}`;
  const type = `{ ${field('name')} ${field('kind')} ${field(`fields { ${field('name')} ${condition(draft)} }`)} }`;
  return draft.chance.pick([
    `${field('__schema')} { ${field('queryType')} ${type} }`,
    `${field('__type(name: "E0")')} ${condition(draft)} ${type}`,
  ]);
}

/** Often objects, and fields that require others: with them there is most to go wrong. */
function favoured(fields: readonly AnyField[], chance: Chance): readonly AnyField[] {
  const requiring = fields.filter(({ name }) => name.startsWith('r'));
  if (requiring.length > 0 && chance.in100(30)) return requiring;
  const objects = fields.filter(({ type }) => isCompositeType(getNamedType(type)));
  return objects.length > 0 && chance.in100(40) ? objects : fields;
}

function writeField(field: AnyField, depth: number, draft: Draft): string {
  draft.fieldsLeft -= 1;
  const { chance } = draft;
  const args = field.args.filter(({ type }) => isNonNullType(type) || chance.in100(40));
  const written = args.map((arg) => `${arg.name}: ${argument(arg.type, draft)}`);
  const type = getNamedType(field.type);
  const below = (): string => (isCompositeType(type) ? selectionSet(type, depth - 1, draft) : '');
  const head = `${alias(30, draft)}${field.name}`;
  const one = `${head}${inBrackets(written)} ${condition(draft)} ${below()}`;
  if (written.length === 0 || !chance.in100(15)) return one;
  const other = chance.some(written, written.length).map(withFieldsInOtherOrder);
  return `${one} ${head}${inBrackets(other)} ${below()}`;
}

function inBrackets(args: readonly string[]): string {
  return args.length > 0 ? `(${args.join(', ')})` : '';
}

/** The same argument, written in another way. */
function withFieldsInOtherOrder(written: string): string {
  return written.replace('{ k: B, n: 2 }', '{ n: 2, k: B }');
}

function alias(percent: number, { chance }: Draft): string {
  return chance.in100(percent) ? `${chance.pick(NAMES)}: ` : '';
}

/** `undefined` stands for a fragment without a type. */
function fragmentTypes(type: GraphQLNamedType, schema: GraphQLSchema): (GraphQLNamedType | undefined)[] {
  const around = isObjectType(type) ? type.getInterfaces() : [];
  const inside = isAbstractType(type) ? schema.getPossibleTypes(type) : [];
  const abstract = inside.flatMap((one) => one.getInterfaces());
  return [...inside, ...inside, type, undefined, ...around, ...abstract];
}

function namedFragment(type: GraphQLNamedType, depth: number, draft: Draft): string {
  const { fragments, chance } = draft;
  const fitting = [...fragments].filter(([, fragment]) => fragment.type === type).map(([name]) => name);
  if (fitting.length > 0 && chance.in100(60)) return `...${chance.pick(fitting)} ${condition(draft)}`;
  const text = selectionSet(type, depth - 1, draft);
  const name = `F${fragments.size}`;
  fragments.set(name, { type, text });
  return `...${name} ${condition(draft)}`;
}

function condition(draft: Draft): string {
  const { chance, variables } = draft;
  if (!chance.in100(8)) return '';
  const directive = chance.pick(['@include', '@skip']);
  if (chance.in100(30)) return `${directive}(if: ${chance.pick(['true', 'false'])})`;
  const name = chance.pick(['yes', 'no', 'representations', MAYBE]);
  if (name !== MAYBE) variables.set(name, { type: 'Boolean!', value: name !== 'no' });
  else if (!variables.has(MAYBE))
    variables.set(MAYBE, { type: 'Boolean = true', value: chance.in100(30) ? null : true });
  return `${directive}(if: $${name})`;
}

function argument(type: GraphQLInputType, draft: Draft): string {
  const { chance, variables } = draft;
  if (!chance.in100(40)) return literal(type, chance);
  const name = chance.in100(5) && !variables.has('toString') ? 'toString' : `v${variables.size}`;
  const value = chance.in100(20)
    ? undefined
    : (JSON.parse(
        literal(type, chance)
          .replaceAll(/\b([nk]):/g, '"$1":')
          .replaceAll(/\b([ABC])\b/g, '"$1"'),
      ) as unknown);
  const start = chance.in100(30) ? ` = ${literal(type, chance)}` : '';
  variables.set(name, { type: `${String(type)}${start}`, value });
  return `$${name}`;
}

function literal(type: GraphQLInputType, chance: Chance): string {
  if (!isNonNullType(type) && chance.in100(10)) return 'null';
  const name = getNamedType(type).name;
  const one = {
    Int: () => String(chance.upTo(3)),
    Kind: () => chance.pick(['A', 'B', 'C']),
    In: () => chance.pick(['{}', '{ n: 5 }', '{ k: [A, B] }', '{ k: B, n: 2 }']),
  }[name];
  const text = one ? one() : 'null';
  return isListType(type) ? `[${text}]` : text;
}
