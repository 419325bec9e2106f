import {
  type FieldNode,
  GraphQLError,
  type GraphQLObjectType,
  type GraphQLSchema,
  isNonNullType,
  Kind,
  type OperationDefinitionNode,
  OperationTypeNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import { responseKey } from '../operation/fields.ts';
import { type ObjectTypes, thoseOf, typesOfValues } from './object-types.ts';
import type { Permissions } from './permissions.ts';

/** Fields written for one type each; nested ones multiply. */
const MAX_COPIES = 2_000;

const TYPE_NAME: FieldNode = { kind: Kind.FIELD, name: { kind: Kind.NAME, value: '__typename' } };

interface Removal {
  readonly schema: GraphQLSchema;
  readonly permissions: Permissions;
  copies: number;
}

/**
 * The operation without the fields that the caller may not read: what is left is planned. A field that only some of the types
 * at a place may not have read is asked of the others by name.
 * @param placeholder response key of a field to put where nothing at all is left
 * @throws GraphQLError when that makes too much of it
 */
export function withoutForbiddenFields(
  operation: OperationDefinitionNode,
  { schema, permissions, placeholder }: { schema: GraphQLSchema; permissions: Permissions; placeholder: string },
): OperationDefinitionNode {
  const root = schema.getRootType(operation.operation) as GraphQLObjectType;
  const removal = { schema, permissions, copies: 0 };
  const asked = operation.operation === OperationTypeNode.MUTATION ? untilNothing(operation, root, removal) : operation;
  const { selections } = kept(asked.selectionSet, [root], removal);
  const nothing = { ...TYPE_NAME, alias: { kind: Kind.NAME, value: placeholder } } as const;
  return {
    ...asked,
    selectionSet: { kind: Kind.SELECTION_SET, selections: selections.length > 0 ? selections : [nothing] },
  };
}

interface Kept {
  readonly selections: readonly SelectionNode[];
  /** Whether of some type less is selected than before. */
  readonly isLess: boolean;
}

function kept(set: SelectionSetNode, types: ObjectTypes, removal: Removal): Kept {
  const selections: SelectionNode[] = [];
  let isLess = false;
  for (const node of set.selections) {
    if (node.kind === Kind.FRAGMENT_SPREAD) continue;
    if (node.kind === Kind.FIELD) {
      const nodes = keptField(node, types, removal);
      isLess ||= nodes.length !== 1 || nodes[0]?.kind !== Kind.FIELD;
      selections.push(...nodes);
      continue;
    }
    const inner = kept(node.selectionSet, thoseOf(types, node.typeCondition?.name.value, removal.schema), removal);
    isLess ||= inner.isLess;
    if (inner.selections.length > 0)
      selections.push({ ...node, selectionSet: { kind: Kind.SELECTION_SET, selections: inner.selections } });
  }
  return { selections, isLess };
}

function keptField(node: FieldNode, types: ObjectTypes, removal: Removal): readonly SelectionNode[] {
  const name = node.name.value;
  if (name.startsWith('__')) return [node];
  const allowed = types.filter((type) => removal.permissions.mayRead(type.name, name));
  if (allowed.length === types.length) return types.length > 0 ? [withKept(node, types, removal)] : [];
  return allowed.map((type) => {
    removal.copies += 1;
    if (removal.copies > MAX_COPIES) throw tooLarge();
    return {
      kind: Kind.INLINE_FRAGMENT,
      typeCondition: { kind: Kind.NAMED_TYPE, name: { kind: Kind.NAME, value: type.name } },
      selectionSet: { kind: Kind.SELECTION_SET, selections: [withKept(node, [type], removal)] },
    };
  });
}

function withKept(node: FieldNode, types: ObjectTypes, removal: Removal): FieldNode {
  if (!node.selectionSet) return node;
  const inner = typesOfValues(types, node.name.value, removal.schema);
  const { selections, isLess } = kept(node.selectionSet, inner, removal);
  // The object's type may decide what the answer has of it, even where nothing is left to ask of it.
  return {
    ...node,
    selectionSet: { kind: Kind.SELECTION_SET, selections: isLess ? [...selections, TYPE_NAME] : selections },
  };
}

/** The root fields of a mutation up to the one whose absence makes the whole answer null: what comes after it never runs. */
function untilNothing(
  operation: OperationDefinitionNode,
  root: GraphQLObjectType,
  { schema, permissions }: Removal,
): OperationDefinitionNode {
  const before = new Set<string>();
  let isOver = false;
  const take = ({ selections }: SelectionSetNode): SelectionNode[] =>
    selections.flatMap((node): SelectionNode[] => {
      if (node.kind === Kind.INLINE_FRAGMENT) {
        if (thoseOf([root], node.typeCondition?.name.value, schema).length === 0) return [];
        return [{ ...node, selectionSet: { kind: Kind.SELECTION_SET, selections: take(node.selectionSet) } }];
      }
      if (node.kind !== Kind.FIELD || (isOver && !before.has(responseKey(node)))) return [];
      before.add(responseKey(node));
      const type = root.getFields()[node.name.value]?.type;
      isOver ||= isNonNullType(type) && !permissions.mayRead(root.name, node.name.value);
      return [node];
    });
  return { ...operation, selectionSet: { kind: Kind.SELECTION_SET, selections: take(operation.selectionSet) } };
}

function tooLarge(): GraphQLError {
  return new GraphQLError(
    'This operation asks too much of types that you may read parts of. Ask of each type by name.',
    {
      extensions: { code: 'OPERATION_TOO_LARGE' },
    },
  );
}
