import {
  type DirectiveNode,
  Kind,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import type { Fragments } from '../engine/operation/fragments-of.ts';

/** What is counted however types may apply. */
export interface OperationCount {
  readonly selections: number;
  readonly aliases: number;
  readonly directives: number;
  /** Fields that stand here, and not in another field. */
  readonly fields: number;
  /** How deep selections stand one in another, fragments included. */
  readonly nesting: number;
  /** How often the whole schema is asked for, by `__schema`, and one type of it, by `__type`. */
  readonly schemas: number;
  readonly types: number;
  /** Aliases in either of them: each can have a long list told once more. */
  readonly schemaAliases: number;
  /** How many lists of them stand one in another: each multiplies what all those before it hold. */
  readonly schemaLists: number;
  /** The same wherever fields have the names of such lists. */
  readonly lists: number;
}

/** The fields of introspection that are lists. */
const SCHEMA_LISTS = new Set([
  'types',
  'directives',
  'fields',
  'args',
  'inputFields',
  'enumValues',
  'interfaces',
  'possibleTypes',
]);

const NOTHING: OperationCount = {
  selections: 0,
  aliases: 0,
  directives: 0,
  fields: 0,
  nesting: 0,
  schemas: 0,
  types: 0,
  schemaAliases: 0,
  schemaLists: 0,
  lists: 0,
};

/**
 * Counts what selections become when fragments are inlined, which happens before anybody asks whether their types apply.
 * @param maxNesting how deep selections are counted
 */
export function countWith(
  fragments: Fragments,
  maxNesting: number,
): (operation: OperationDefinitionNode) => OperationCount {
  const known = new Map<SelectionSetNode, OperationCount>();

  function ofSet(set: SelectionSetNode, nesting: number): OperationCount {
    const before = known.get(set);
    if (before) return before;
    // Deeper than this the answer is known. Fragments that spread themselves, which another rule refuses, must end, too.
    known.set(set, NOTHING);
    if (nesting > maxNesting) return { ...NOTHING, nesting: 1 };
    let total = NOTHING;
    for (const selection of set.selections) total = plus(total, ofSelection(selection, nesting));
    const counted = { ...total, nesting: total.nesting + 1 };
    known.set(set, counted);
    return counted;
  }

  function ofSelection(selection: SelectionNode, nesting: number): OperationCount {
    const fragment = selection.kind === Kind.FRAGMENT_SPREAD ? fragments.get(selection.name.value) : undefined;
    const { selectionSet } = fragment ?? (selection as Exclude<SelectionNode, { kind: Kind.FRAGMENT_SPREAD }>);
    const inner = selectionSet ? ofSet(selectionSet, nesting + 1) : NOTHING;
    const isField = selection.kind === Kind.FIELD;
    const name = isField ? selection.name.value : '';
    const isOfSchema = name === '__schema' || name === '__type';
    return {
      selections: inner.selections + 1,
      aliases: inner.aliases + (isField && selection.alias ? 1 : 0),
      directives: inner.directives + lengthOf(selection.directives) + lengthOf(fragment?.directives),
      fields: isField ? 1 : inner.fields,
      nesting: inner.nesting,
      schemas: inner.schemas + Number(name === '__schema'),
      types: inner.types + Number(name === '__type'),
      schemaAliases: isOfSchema ? inner.aliases : inner.schemaAliases,
      schemaLists: isOfSchema ? inner.lists : inner.schemaLists,
      lists: inner.lists + Number(SCHEMA_LISTS.has(name)),
    };
  }

  return ({ selectionSet, directives, variableDefinitions = [] }) => {
    const counted = ofSet(selectionSet, 1);
    const own = variableDefinitions.reduce((total, each) => total + lengthOf(each.directives), lengthOf(directives));
    return { ...counted, directives: counted.directives + own };
  };
}

function lengthOf(directives: readonly DirectiveNode[] | undefined): number {
  return directives?.length ?? 0;
}

function plus(one: OperationCount, other: OperationCount): OperationCount {
  return {
    selections: one.selections + other.selections,
    aliases: one.aliases + other.aliases,
    directives: one.directives + other.directives,
    fields: one.fields + other.fields,
    nesting: Math.max(one.nesting, other.nesting),
    schemas: one.schemas + other.schemas,
    types: one.types + other.types,
    schemaAliases: one.schemaAliases + other.schemaAliases,
    schemaLists: Math.max(one.schemaLists, other.schemaLists),
    lists: Math.max(one.lists, other.lists),
  };
}
