import {
  type ConstDirectiveNode,
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
import { responseKey } from '../operation/fields.ts';
import { withUsedVariables } from '../operation/used-variables.ts';

const SKIPPED: ConstDirectiveNode = {
  kind: Kind.DIRECTIVE,
  name: { kind: Kind.NAME, value: 'skip' },
  arguments: [
    { kind: Kind.ARGUMENT, name: { kind: Kind.NAME, value: 'if' }, value: { kind: Kind.BOOLEAN, value: true } },
  ],
};

/**
 * The fields of an operation that ask for the schema, as an operation of their own, or `undefined`.
 * @param placeholder response key of fields that nobody wants: this answer is not read field by field
 */
export function introspectionOf(
  operation: OperationDefinitionNode,
  placeholder: string,
): OperationDefinitionNode | undefined {
  if (operation.operation !== OperationTypeNode.QUERY) return undefined;
  const selectionSet = withoutPlaceholders(introspectionIn(operation.selectionSet), placeholder);
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

/** Placeholders stay in selections, which must not be empty, but not in the answer. */
function withoutPlaceholders(set: SelectionSetNode, placeholder: string): SelectionSetNode {
  return visit(set, {
    Field: (node) => (responseKey(node) === placeholder ? { ...node, directives: [SKIPPED] } : undefined),
  });
}

function isIntrospection({ name }: FieldNode): boolean {
  return name.value === '__schema' || name.value === '__type';
}

/** What the schema says of itself, by response key. */
export function introspect(schema: GraphQLSchema, operation: OperationDefinitionNode, variables: Variables): Variables {
  const document = { kind: Kind.DOCUMENT, definitions: [operation] } as const;
  const { data, errors } = executeSync({ schema, document, variableValues: variables });
  if (!data) throw new AggregateError(errors ?? [], 'Introspection failed.');
  return data;
}
