import {
  type DirectiveNode,
  type DocumentNode,
  type FieldNode,
  GraphQLError,
  getOperationAST,
  Kind,
  type OperationDefinitionNode,
  parse,
  print,
  type SelectionNode,
  type SelectionSetNode,
  stripIgnoredCharacters,
  type VariableDefinitionNode,
  visit,
} from 'graphql';
import type { Variables } from './coerce-variables.ts';
import { conditionVariables, remainingDirectives } from './conditions.ts';
import { type Fragments, fragmentsOf } from './fragments-of.ts';
import { withUsedVariables } from './used-variables.ts';

/** One operation of a document, reduced to what decides its answer. */
export interface NormalisedOperation {
  /** Equal for operations that differ in writing only: in name, whitespace, fragments, conditions that hold. */
  readonly text: string;
  /** Without a name, fragment definitions and conditions; no node stands in it twice, and none belongs to the document. */
  readonly node: OperationDefinitionNode;
  /** About how much memory it takes. */
  readonly sizeBytes: number;
}

/** An operation of a document, with its conditions open. It takes little memory besides the document. */
export interface OpenOperation {
  /** All variables that the client may give. */
  readonly variableDefinitions: readonly VariableDefinitionNode[];
  /** The operation as the variables decide its `@skip` and `@include`: what nobody wants is planned for nobody. */
  decidedBy(variables: Variables): NormalisedOperation;
}

/** Operations as variables decide them. A client chooses how many there are, so they are kept by bytes. */
export interface DecidedOperations {
  getOrMake(key: string, make: () => NormalisedOperation): NormalisedOperation;
}

/** 92 to 122 were measured. */
const BYTES_OF_NODE = 120;

/**
 * Takes an operation out of a valid document.
 * @param parts.id tells the operation from all others
 * @param parts.placeholder response key of a field to put where conditions leave a selection empty
 * @throws GraphQLError when the document has no such operation
 */
export function openOperation(
  document: DocumentNode,
  operationName: string | undefined,
  { id, decided, placeholder }: { id: string; decided: DecidedOperations; placeholder: string },
): OpenOperation {
  const operation = getOperationAST(document, operationName);
  if (!operation) throw noSuchOperation(operationName);
  const conditions = conditionVariables(document);
  const { name: _name, ...unnamed } = operation;
  const decide = (variables: Variables): NormalisedOperation => {
    const selectionSet = filled(inlined(operation.selectionSet, fragmentsOf(document), variables), placeholder);
    const text = stripIgnoredCharacters(print(withUsedVariables({ ...unnamed, selectionSet })));
    const [node] = parse(text, { noLocation: true }).definitions as [OperationDefinitionNode];
    return { text, node, sizeBytes: text.length + nodesIn(node) * BYTES_OF_NODE };
  };
  return {
    variableDefinitions: operation.variableDefinitions ?? [],
    decidedBy: (variables) => {
      const values = conditions.map((name) => conditionValue(variables[name]));
      const key = `${id} ${values.map((value) => (value === null ? 'n' : Number(value))).join('')}`;
      return decided.getOrMake(key, () =>
        decide(Object.fromEntries(conditions.map((name, index) => [name, values[index]]))),
      );
    },
  };
}

function nodesIn(operation: OperationDefinitionNode): number {
  let count = 0;
  visit(operation, { enter: () => void (count += 1) });
  return count;
}

function conditionValue(value: unknown): boolean | null {
  return value === null ? null : value === true;
}

function noSuchOperation(name: string | undefined): GraphQLError {
  if (name === undefined) return new GraphQLError('Must provide operation name if query contains multiple operations.');
  return new GraphQLError(`Unknown operation named "${name}".`);
}

/** Selections without fragment definitions and conditions. */
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
