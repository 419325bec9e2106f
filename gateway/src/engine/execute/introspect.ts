import {
  executeSync,
  type FieldNode,
  type GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
  OperationTypeNode,
  type SelectionNode,
  type SelectionSetNode,
  visit,
} from 'graphql';
import type { Variables } from '../operation/coerce-variables.ts';

/** The fields of an operation that ask for the schema, as an operation of their own, or `undefined`. */
export function introspectionOf(operation: OperationDefinitionNode): OperationDefinitionNode | undefined {
  if (operation.operation !== OperationTypeNode.QUERY) return undefined;
  const selectionSet = introspectionIn(operation.selectionSet);
  if (selectionSet.selections.length === 0) return undefined;
  return withUsedVariables({ ...operation, selectionSet });
}

function introspectionIn({ selections }: SelectionSetNode): SelectionSetNode {
  const kept = selections.flatMap((node): SelectionNode[] => {
    if (node.kind === Kind.FIELD) return isIntrospection(node) ? [node] : [];
    if (node.kind !== Kind.INLINE_FRAGMENT) return [];
    const selectionSet = introspectionIn(node.selectionSet);
    return selectionSet.selections.length > 0 ? [{ ...node, selectionSet }] : [];
  });
  return { kind: Kind.SELECTION_SET, selections: kept };
}

function isIntrospection({ name }: FieldNode): boolean {
  return name.value === '__schema' || name.value === '__type';
}

function withUsedVariables(operation: OperationDefinitionNode): OperationDefinitionNode {
  const used = new Set<string>();
  visit(operation, { VariableDefinition: () => false, Variable: ({ name }) => void used.add(name.value) });
  const variableDefinitions = (operation.variableDefinitions ?? []).filter(({ variable }) =>
    used.has(variable.name.value),
  );
  return { ...operation, variableDefinitions };
}

/** What the schema says of itself, by response key. */
export function introspect(schema: GraphQLSchema, operation: OperationDefinitionNode, variables: Variables): Variables {
  const document = { kind: Kind.DOCUMENT, definitions: [operation] } as const;
  const { data, errors } = executeSync({ schema, document, variableValues: variables });
  if (!data) throw new AggregateError(errors ?? [], 'Introspection failed.');
  return data;
}
