import { type GraphQLObjectType, type GraphQLSchema, getNamedType, isObjectType } from 'graphql';
import { createRandom, pick } from './text.ts';

const DEPTH = 5;
const ROOT_FIELDS = 2;
/** How often an object's field is asked for, by its depth; else answers would be huge. */
const BRANCHES = [1, 0.6, 0.5, 0.35, 0];

/**
 * Makes operations that differ in what they select, always the same ones for a schema.
 * @returns so many, no two alike
 */
export function distinctOperations(schema: GraphQLSchema, count: number): string[] {
  const random = createRandom(7);
  const selections = new Set<string>();
  while (selections.size < count) selections.add(rootSelection(schema, random));
  return [...selections].map((selection, index) => `query Operation${index} ${selection}`);
}

function rootSelection(schema: GraphQLSchema, random: () => number): string {
  const root = schema.getQueryType();
  const fields = Object.values(root?.getFields() ?? {}).filter(({ args }) => args.every(({ name }) => name !== 'id'));
  const [first, ...others] = fields;
  if (first === undefined) throw new Error('The schema has no field to begin with.');
  const chosen = new Set(Array.from({ length: ROOT_FIELDS }, () => pick(random, [first, ...others])));
  const parts = [...chosen].map(({ name, type }) => `${name} ${selectionOf(getNamedType(type), 1, random)}`);
  return `{ ${parts.join(' ')} }`;
}

function selectionOf(type: unknown, depth: number, random: () => number): string {
  if (!isObjectType(type)) return '';
  const { leaves, objects } = fieldsOf(type);
  const chosenLeaves = leaves.filter(() => random() < 0.5);
  const chosenObjects = depth < DEPTH ? objects.filter(() => random() < (BRANCHES[depth - 1] ?? 0)) : [];
  const parts = [
    // What is always there keeps a selection from being empty.
    ...(chosenLeaves.length === 0 ? leaves.slice(0, 1) : chosenLeaves).map(({ name }) => name),
    ...chosenObjects.map((field) => `${field.name} ${selectionOf(getNamedType(field.type), depth + 1, random)}`),
  ];
  return `{ ${parts.join(' ')} }`;
}

function fieldsOf(type: GraphQLObjectType) {
  const fields = Object.values(type.getFields());
  const isObject = (field: (typeof fields)[number]): boolean => isObjectType(getNamedType(field.type));
  return { leaves: fields.filter((field) => !isObject(field)), objects: fields.filter(isObject) };
}
