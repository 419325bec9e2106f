import { type ArgumentNode, type FieldNode, Kind, type ObjectFieldNode, print, visit } from 'graphql';

/** The key under which the value of a field stands in an answer. */
export function responseKey({ alias, name }: FieldNode): string {
  return (alias ?? name).value;
}

/** What a field asks for, without what is asked below it: equal for fields that differ in the order of their arguments. */
export function signatureOf({ name, arguments: args = [] }: FieldNode): string {
  return args.length === 0 ? name.value : `${name.value}(${args.map(argumentText).sort().join()})`;
}

function argumentText(argument: ArgumentNode): string {
  const fields = (unsorted: readonly ObjectFieldNode[]): ObjectFieldNode[] =>
    unsorted.toSorted((one, other) => (one.name.value < other.name.value ? -1 : 1));
  return print(visit(argument, { [Kind.OBJECT]: { leave: (node) => ({ ...node, fields: fields(node.fields) }) } }));
}
