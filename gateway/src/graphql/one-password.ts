import {
  type ASTVisitor,
  type FieldNode,
  GraphQLError,
  type GraphQLObjectType,
  getNamedType,
  isInputObjectType,
  Kind,
  OperationTypeNode,
  type SelectionSetNode,
  type ValidationContext,
} from 'graphql';

/**
 * A validation rule that lets an operation try one password: what takes a field `password` in its input is written once a
 * request, however it is aliased. A password costs much to check, and guesses are to be made one by one (F4).
 */
export function onePassword(context: ValidationContext): ASTVisitor {
  return {
    OperationDefinition: ({ operation, selectionSet }) => {
      const type = context.getSchema().getRootType(operation);
      if (operation !== OperationTypeNode.MUTATION || !type) return;
      const fields = rootFields(context, selectionSet).filter(({ name }) => takesPassword(type, name.value));
      const responseNames = new Set(fields.map(({ alias, name }) => (alias ?? name).value));
      if (responseNames.size > 1)
        context.reportError(new GraphQLError('An operation may try one password.', { nodes: fields }));
    },
  };
}

function rootFields(
  context: ValidationContext,
  selectionSet: SelectionSetNode,
  seen = new Set<string>(),
): readonly FieldNode[] {
  return selectionSet.selections.flatMap((selection) => {
    if (selection.kind === Kind.FIELD) return [selection];
    if (selection.kind === Kind.INLINE_FRAGMENT) return rootFields(context, selection.selectionSet, seen);
    const fragment = seen.has(selection.name.value) ? undefined : context.getFragment(selection.name.value);
    seen.add(selection.name.value);
    return fragment ? rootFields(context, fragment.selectionSet, seen) : [];
  });
}

function takesPassword(root: GraphQLObjectType, field: string): boolean {
  return (root.getFields()[field]?.args ?? []).some(({ type }) => {
    const named = getNamedType(type);
    return isInputObjectType(named) && 'password' in named.getFields();
  });
}
