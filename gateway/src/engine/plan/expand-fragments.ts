import {
  type GraphQLAbstractType,
  type GraphQLCompositeType,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  type InlineFragmentNode,
  isAbstractType,
  isCompositeType,
  isInterfaceType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import type { LoadedSupergraph } from '../supergraph/load-supergraph.ts';

type Parts = Pick<LoadedSupergraph, 'apiSchema' | 'types'> & { readonly placeholder: SelectionNode };

/**
 * Spells out fragments on interfaces and unions where an interface stands that some subgraph knows as one object type: the
 * planner can not leave such a subgraph for an abstract type, only for object types.
 */
export function expandFragments(
  operation: OperationDefinitionNode,
  { apiSchema, types }: LoadedSupergraph,
  placeholder: string,
): OperationDefinitionNode {
  const root = apiSchema.getRootType(operation.operation);
  if (!root || !hasInterfaceObjects(apiSchema, types)) return operation;
  const field: SelectionNode = {
    kind: Kind.FIELD,
    name: { kind: Kind.NAME, value: '__typename' },
    alias: { kind: Kind.NAME, value: placeholder },
  };
  return {
    ...operation,
    selectionSet: expanded(operation.selectionSet, root, { apiSchema, types, placeholder: field }),
  };
}

function hasInterfaceObjects(schema: GraphQLSchema, types: LoadedSupergraph['types']): boolean {
  return Object.keys(schema.getTypeMap()).some((name) => types.isInterfaceObject(name));
}

function expanded({ selections }: SelectionSetNode, type: GraphQLCompositeType, parts: Parts): SelectionSetNode {
  const result = selections.flatMap((node): SelectionNode[] => {
    if (node.kind === Kind.FRAGMENT_SPREAD) return [node];
    if (node.kind === Kind.INLINE_FRAGMENT) return expandedFragment(node, type, parts);
    const inner = fieldType(type, node.name.value);
    return [node.selectionSet && inner ? { ...node, selectionSet: expanded(node.selectionSet, inner, parts) } : node];
  });
  return { kind: Kind.SELECTION_SET, selections: result.length > 0 ? result : [parts.placeholder] };
}

function expandedFragment(node: InlineFragmentNode, type: GraphQLCompositeType, parts: Parts): InlineFragmentNode[] {
  const { apiSchema, types } = parts;
  const condition = node.typeCondition ? apiSchema.getType(node.typeCondition.name.value) : type;
  if (!isCompositeType(condition)) return [node];
  return typesFor(condition, type, apiSchema, types).map((each) => ({
    ...node,
    typeCondition: { kind: Kind.NAMED_TYPE, name: { kind: Kind.NAME, value: each.name } },
    selectionSet: expanded(node.selectionSet, each, parts),
  }));
}

/** The types for which a fragment is written. */
function typesFor(
  condition: GraphQLCompositeType,
  type: GraphQLCompositeType,
  schema: GraphQLSchema,
  types: LoadedSupergraph['types'],
): readonly GraphQLCompositeType[] {
  if (isObjectType(type)) {
    const applies = condition === type || (isAbstractType(condition) && schema.isSubType(condition, type));
    return applies ? [type] : [];
  }
  const isOther = isAbstractType(condition) && condition !== type && types.isInterfaceObject(type.name);
  return isOther ? objectsOfBoth(type, condition, schema) : [condition];
}

function objectsOfBoth(
  one: GraphQLAbstractType,
  other: GraphQLAbstractType,
  schema: GraphQLSchema,
): GraphQLObjectType[] {
  const possible = new Set(schema.getPossibleTypes(other));
  return schema.getPossibleTypes(one).filter((type) => possible.has(type));
}

function fieldType(type: GraphQLCompositeType, name: string): GraphQLCompositeType | undefined {
  const field = isObjectType(type) || isInterfaceType(type) ? type.getFields()[name] : undefined;
  const inner = field && getNamedType(field.type);
  return inner && isCompositeType(inner) ? inner : undefined;
}
