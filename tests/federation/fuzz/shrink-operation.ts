import {
  type ASTNode,
  type DocumentNode,
  type GraphQLSchema,
  Kind,
  type SelectionNode,
  validate,
  visit,
} from 'graphql';

/** The smallest operation that still fails, found by leaving out one part after the other. */
export async function shrinkOperation(
  document: DocumentNode,
  schema: GraphQLSchema,
  fails: (document: DocumentNode) => Promise<boolean>,
): Promise<DocumentNode> {
  for (let index = 0; ; index += 1) {
    const smaller = without(document, index);
    if (smaller === undefined) return document;
    const isValid = smaller !== document && validate(schema, smaller).length === 0;
    if (isValid && (await fails(smaller))) return shrinkOperation(smaller, schema, fails);
  }
}

/** The document without its n-th part: a selection, a fragment's braces, an alias, a directive, an argument, a variable. */
function without(document: DocumentNode, index: number): DocumentNode | undefined {
  let count = -1;
  const isIt = (): boolean => {
    count += 1;
    return count === index;
  };
  const drop = (): null | undefined => (isIt() ? null : undefined);
  const result: DocumentNode = visit(document, {
    SelectionSet: (node) => {
      for (const selection of node.selections) {
        if (node.selections.length > 1 && isIt())
          return { ...node, selections: node.selections.filter((one) => one !== selection) };
        if (selection.kind === Kind.INLINE_FRAGMENT && isIt())
          return { ...node, selections: opened(node.selections, selection) };
      }
      return undefined;
    },
    Field: (node) => {
      if (!node.alias || !isIt()) return undefined;
      const { alias: _alias, ...rest } = node;
      return rest as ASTNode;
    },
    Directive: drop,
    Argument: drop,
    VariableDefinition: drop,
    FragmentDefinition: drop,
  });
  return count < index ? undefined : result;
}

function opened(selections: readonly SelectionNode[], fragment: SelectionNode): SelectionNode[] {
  return selections.flatMap((one) =>
    one === fragment && one.kind === Kind.INLINE_FRAGMENT ? one.selectionSet.selections : [one],
  );
}
