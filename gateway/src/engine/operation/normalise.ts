import {
  type DirectiveNode,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  GraphQLError,
  getOperationAST,
  Kind,
  type OperationDefinitionNode,
  print,
  type SelectionNode,
  type SelectionSetNode,
  stripIgnoredCharacters,
  type VariableDefinitionNode,
  visit,
} from 'graphql';
import type { Variables } from './coerce-variables.ts';
import { conditionVariables, isWanted } from './conditions.ts';

/** One operation of a document, reduced to what decides its answer. */
export interface NormalisedOperation {
  /** Equal for operations that differ in writing only: in name, whitespace, fragments, conditions that hold. */
  readonly text: string;
  /** Without a name, fragment definitions and conditions; no node stands in it twice. */
  readonly node: OperationDefinitionNode;
}

/** An operation of a document, with its conditions open. */
export interface OpenOperation {
  /** All variables that the client may give. */
  readonly variableDefinitions: readonly VariableDefinitionNode[];
  /** The operation as the variables decide its `@skip` and `@include`: what nobody wants is planned for nobody. */
  decidedBy(variables: Variables): NormalisedOperation;
}

/** A client chooses how many combinations of its conditions there are; this many are kept. */
const MAX_COMBINATIONS = 64;

/**
 * Takes an operation out of a valid document.
 * @param placeholder response key of a field to put where conditions leave a selection empty
 * @throws GraphQLError when the document has no such operation
 */
export function openOperation(
  document: DocumentNode,
  operationName: string | undefined,
  placeholder: string,
): OpenOperation {
  const operation = getOperationAST(document, operationName);
  if (!operation) throw noSuchOperation(operationName);
  const fragments = new Map(
    document.definitions
      .filter((definition) => definition.kind === Kind.FRAGMENT_DEFINITION)
      .map((fragment) => [fragment.name.value, fragment]),
  );
  const { name: _name, ...unnamed } = operation;
  const whole = { ...unnamed, selectionSet: inlined(operation.selectionSet, fragments, {}) };
  const conditions = conditionVariables(whole);
  const known = new Map<string, NormalisedOperation>();
  return {
    variableDefinitions: operation.variableDefinitions ?? [],
    decidedBy: (variables) => {
      const combination = conditions.map((name) => (variables[name] === true ? '1' : '0')).join('');
      let decided = known.get(combination);
      if (!decided) {
        if (known.size >= MAX_COMBINATIONS) known.clear();
        const values = Object.fromEntries(conditions.map((name) => [name, variables[name] === true]));
        const selectionSet = filled(inlined(whole.selectionSet, new Map(), values), placeholder);
        const node = { ...whole, selectionSet };
        decided = { text: stripIgnoredCharacters(print(node)), node };
        known.set(combination, decided);
      }
      return decided;
    },
  };
}

function noSuchOperation(name: string | undefined): GraphQLError {
  if (name === undefined) return new GraphQLError('Must provide operation name if query contains multiple operations.');
  return new GraphQLError(`Unknown operation named "${name}".`);
}

type Fragments = ReadonlyMap<string, FragmentDefinitionNode>;

/** Selections without fragment definitions, and without conditions that the variables decide. */
function inlined({ selections }: SelectionSetNode, fragments: Fragments, variables: Variables): SelectionSetNode {
  const spread = new Set<string>();
  const result: SelectionNode[] = [];
  for (const node of selections) {
    const directives = remainingDirectives(node.directives, variables);
    if (directives === 'never') continue;
    if (node.kind === Kind.FIELD) {
      result.push(inlinedField(node, directives, fragments, variables));
      continue;
    }
    if (node.kind === Kind.FRAGMENT_SPREAD && directives.length === 0) {
      if (spread.has(node.name.value)) continue;
      spread.add(node.name.value);
    }
    const fragment = node.kind === Kind.INLINE_FRAGMENT ? node : fragments.get(node.name.value);
    if (!fragment) continue;
    const { typeCondition } = fragment;
    const selectionSet = inlined(fragment.selectionSet, fragments, variables);
    if (selectionSet.selections.length === 0) continue;
    result.push({ kind: Kind.INLINE_FRAGMENT, ...(typeCondition && { typeCondition }), directives, selectionSet });
  }
  return { kind: Kind.SELECTION_SET, selections: result };
}

function inlinedField(
  node: FieldNode,
  directives: readonly DirectiveNode[],
  fragments: Fragments,
  variables: Variables,
): FieldNode {
  const { alias, name, arguments: args = [] } = node;
  return {
    kind: Kind.FIELD,
    name,
    arguments: args,
    directives,
    ...(alias && alias.value !== name.value && { alias }),
    ...(node.selectionSet && { selectionSet: inlined(node.selectionSet, fragments, variables) }),
  };
}

/** Directives without conditions that hold, or that one does not. */
function remainingDirectives(
  directives: readonly DirectiveNode[] = [],
  variables: Variables,
): readonly DirectiveNode[] | 'never' {
  const remaining: DirectiveNode[] = [];
  for (const directive of directives) {
    const wanted = isWanted(directive, variables);
    if (wanted === false) return 'never';
    if (wanted === undefined) remaining.push(directive);
  }
  return remaining;
}

/** Puts a field into every selection of a field that is empty: no operation can be written with one. */
function filled(set: SelectionSetNode, placeholder: string): SelectionSetNode {
  const fill = (inner: SelectionSetNode): SelectionSetNode => {
    if (inner.selections.length > 0) return inner;
    const field: FieldNode = {
      kind: Kind.FIELD,
      name: { kind: Kind.NAME, value: '__typename' },
      alias: { kind: Kind.NAME, value: placeholder },
    };
    return { ...inner, selections: [field] };
  };
  return visit(set, { SelectionSet: { leave: fill } });
}
