import { type FragmentDefinitionNode, type GraphQLResolveInfo, Kind, type SelectionSetNode } from 'graphql';

type Fragments = Readonly<Record<string, FragmentDefinitionNode>>;

/** How many fields a field's selections ask of each object, those below them not counted. */
export type CountFields = (info: GraphQLResolveInfo) => number;

/** A count that knows again the documents it has seen, as long as somebody keeps them. */
export function createFieldCount(): CountFields {
  const counts = new WeakMap<SelectionSetNode, number>();

  function ofSelections(selectionSet: SelectionSetNode, fragments: Fragments): number {
    const known = counts.get(selectionSet);
    if (known !== undefined) return known;
    let count = 0;
    for (const selection of selectionSet.selections) {
      if (selection.kind === Kind.FIELD) count += 1;
      else {
        const inner = selection.kind === Kind.FRAGMENT_SPREAD ? fragments[selection.name.value] : selection;
        if (inner) count += ofSelections(inner.selectionSet, fragments);
      }
    }
    counts.set(selectionSet, count);
    return count;
  }

  return ({ fieldNodes, fragments }) => {
    let count = 0;
    for (const { selectionSet } of fieldNodes) if (selectionSet) count += ofSelections(selectionSet, fragments);
    return count;
  };
}
