import {
  type FieldNode,
  Kind,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
  visit,
} from 'graphql';
import type { Variables } from './coerce-variables.ts';
import { responseKey, signatureOf } from './fields.ts';
import type { PrivateNames } from './private-names.ts';

/** Names that every object has; an answer that lacks such a field must not seem to have it. */
const NAMES_OF_ANY_OBJECT: ReadonlySet<string> = new Set(Object.getOwnPropertyNames(Object.prototype));
const INTROSPECTION: ReadonlySet<string> = new Set(['__schema', '__type']);
/** Names that the planner makes up when one response key has fields of different types. */
const MADE_UP = /__alias_\d+$/;
/** Variables by which representations and contexts reach a subgraph. */
const TAKEN_VARIABLES = /^(representations(_\d+)?|contextualArgument_.*)$/;

/**
 * Gives private names to all response keys of a client that could collide with what the planner adds to its operation, or
 * with one another in fragments on different types. Without them a client could choose what a subgraph gets as a key.
 * An operation in which nothing can collide stays as it is.
 *
 * @param operation normalised: no node stands in it twice
 */
export function isolateNames(
  operation: OperationDefinitionNode,
  reserved: ReadonlySet<string>,
  names: PrivateNames,
): OperationDefinitionNode {
  const aliases = new Map<FieldNode, string>();
  findCollisions([operation.selectionSet], { reserved, names, aliases });
  const isolated =
    aliases.size === 0 ? operation : { ...operation, selectionSet: withAliases(operation.selectionSet, aliases) };
  return isolateVariables(isolated, names);
}

interface Search {
  readonly reserved: ReadonlySet<string>;
  readonly names: PrivateNames;
  /** The names that are found necessary. */
  readonly aliases: Map<FieldNode, string>;
}

/** Looks at all selections that share one place in the answer, then at those below them. */
function findCollisions(sets: readonly SelectionSetNode[], search: Search): void {
  for (const [key, nodes] of fieldsByKey(sets)) {
    const variants = [...groupedBy(nodes, signatureOf).values()];
    const isUnsafe = variants.length > 1 || nodes.some((node) => collides(node, key, search.reserved));
    for (const [index, variant] of variants.entries()) {
      if (isUnsafe) for (const node of variant) search.aliases.set(node, search.names.keyFor(key, index));
      const inner = variant.flatMap(selectionsOfSubgraphs);
      if (inner.length > 0) findCollisions(inner, search);
    }
  }
}

/** What is selected below a field; what the gateway answers by itself can collide with nothing, and leaves as it is. */
function selectionsOfSubgraphs({ name, selectionSet }: FieldNode): SelectionSetNode[] {
  return selectionSet && !INTROSPECTION.has(name.value) ? [selectionSet] : [];
}

function fieldsByKey(sets: readonly SelectionSetNode[]): Map<string, FieldNode[]> {
  const fields: FieldNode[] = [];
  const visitSet = ({ selections }: SelectionSetNode): void => {
    for (const node of selections) {
      if (node.kind === Kind.INLINE_FRAGMENT) visitSet(node.selectionSet);
      if (node.kind === Kind.FIELD) fields.push(node);
    }
  };
  for (const set of sets) visitSet(set);
  return groupedBy(fields, responseKey);
}

function groupedBy<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group) group.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return groups;
}

function collides({ name, arguments: args = [] }: FieldNode, key: string, reserved: ReadonlySet<string>): boolean {
  if (NAMES_OF_ANY_OBJECT.has(key) || MADE_UP.test(key)) return true;
  return reserved.has(key) && (key !== name.value || args.length > 0);
}

function withAliases({ selections }: SelectionSetNode, aliases: ReadonlyMap<FieldNode, string>): SelectionSetNode {
  const renamed = selections.map((node): SelectionNode => {
    if (node.kind === Kind.FRAGMENT_SPREAD || !node.selectionSet) return withAlias(node, node, aliases);
    return withAlias(node, { ...node, selectionSet: withAliases(node.selectionSet, aliases) }, aliases);
  });
  return { kind: Kind.SELECTION_SET, selections: renamed };
}

function withAlias(
  original: SelectionNode,
  node: SelectionNode,
  aliases: ReadonlyMap<FieldNode, string>,
): SelectionNode {
  const value = original.kind === Kind.FIELD ? aliases.get(original) : undefined;
  return value === undefined || node.kind !== Kind.FIELD ? node : { ...node, alias: { kind: Kind.NAME, value } };
}

function isolateVariables(operation: OperationDefinitionNode, names: PrivateNames): OperationDefinitionNode {
  const isTaken = (operation.variableDefinitions ?? []).some(({ variable }) =>
    TAKEN_VARIABLES.test(variable.name.value),
  );
  if (!isTaken) return operation;
  return visit(operation, {
    Variable: (node) =>
      TAKEN_VARIABLES.test(node.name.value)
        ? { ...node, name: { ...node.name, value: variableInside(node.name.value, names) } }
        : undefined,
  });
}

/** The name inside of a client's variable. */
function variableInside(name: string, names: PrivateNames): string {
  return TAKEN_VARIABLES.test(name) ? names.variableFor(name) : name;
}

/** Variables by their names inside. */
export function variablesInside(values: Variables, names: PrivateNames): Variables {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [variableInside(name, names), value]));
}
