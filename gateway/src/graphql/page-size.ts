import { type FieldNode, type GraphQLField, Kind, type ValueNode, type VariableDefinitionNode } from 'graphql';
import type { ListSize } from './list-sizes.ts';

export type GivenVariables = Readonly<Record<string, unknown>>;

export interface Given {
  readonly values: GivenVariables;
  readonly definitions: readonly VariableDefinitionNode[];
}

const MAX_INT = 2 ** 31 - 1;

/**
 * How many items a field can give: the largest of its slicing arguments, each as given, or by default, but no more than the
 * schema says there are; who asks for more is told so by the subgraph. `undefined` when nothing says.
 */
export function pageSize(
  node: FieldNode,
  field: GraphQLField<unknown, unknown>,
  { assumedSize, slicingArguments }: ListSize,
  given: Given,
): number | undefined {
  const asked = slicingArguments
    .map((name) => argument(node, field, name, given))
    .filter((value) => value !== undefined && value !== null);
  if (asked.length === 0) return assumedSize;
  return Math.min(Math.max(...asked.map(toSize)), assumedSize ?? MAX_INT);
}

function argument(node: FieldNode, field: GraphQLField<unknown, unknown>, name: string, given: Given): unknown {
  const written = node.arguments?.find((each) => each.name.value === name)?.value;
  const value = written && valueOf(written, given);
  return value === undefined ? field.args.find((each) => each.name === name)?.defaultValue : value;
}

function valueOf(node: ValueNode, { values, definitions }: Given): unknown {
  if (node.kind === Kind.INT) return Number(node.value);
  if (node.kind !== Kind.VARIABLE) return null;
  const name = node.name.value;
  if (Object.hasOwn(values, name)) return values[name];
  const { defaultValue } = definitions.find(({ variable }) => variable.name.value === name) ?? {};
  return defaultValue?.kind === Kind.INT ? Number(defaultValue.value) : undefined;
}

/** What is no Int is refused as such when variables are coerced, and costs nothing until then. */
function toSize(value: unknown): number {
  return typeof value === 'number' && Number.isInteger(value) && value > 0 && value <= MAX_INT ? value : 0;
}
