import { type FieldNode, Kind, print, type ValueNode, type VariableDefinitionNode, valueFromASTUntyped } from 'graphql';
import type { CostedField, CostedInput, CostSchema } from './cost-schema.ts';
import type { Count, GivenVariables } from './cost-terms.ts';

interface InputParts {
  readonly schema: CostSchema;
  readonly definitions: readonly VariableDefinitionNode[];
}

const FREE: Count = { text: '0', of: 0 };

/** What the arguments of a field cost: an input object 1 unless told, all else what `@cost` says. */
export function inputCostOf(node: FieldNode, field: CostedField, { schema, definitions }: InputParts): Count {
  const dear = (node.arguments ?? []).flatMap(({ name, value }) => {
    const input = field.inputs.get(name.value);
    return input && isDear(input, schema) ? [{ value, input }] : [];
  });
  if (dear.length === 0) return FREE;
  const read = (variables: GivenVariables): number => {
    const valueOf = (name: string): unknown => {
      if (Object.hasOwn(variables, name)) return variables[name];
      const { defaultValue } = definitions.find(({ variable }) => variable.name.value === name) ?? {};
      return defaultValue && valueFromASTUntyped(defaultValue);
    };
    return dear.reduce((total, { value, input }) => total + costOfNode(value, input, schema, valueOf), 0);
  };
  const text = dear.map(({ value }) => print(value)).join();
  return text.includes('$') ? { text, of: read } : { text, of: read({}) };
}

function isDear({ typeName, weight }: CostedInput, schema: CostSchema): boolean {
  return weight !== undefined || schema.inputFieldsOf(typeName) !== undefined;
}

function costOfNode(
  node: ValueNode,
  input: CostedInput,
  schema: CostSchema,
  valueOf: (name: string) => unknown,
): number {
  if (node.kind === Kind.VARIABLE) return costOfValue(valueOf(node.name.value), input, schema);
  if (node.kind === Kind.NULL) return 0;
  if (node.kind === Kind.LIST)
    return node.values.reduce((total, each) => total + costOfNode(each, input, schema, valueOf), input.weight ?? 0);
  if (node.kind !== Kind.OBJECT) return input.weight ?? 0;
  const fields = schema.inputFieldsOf(input.typeName);
  return node.fields.reduce(
    (total, { name, value }) => {
      const field = fields?.get(name.value);
      return total + (field ? costOfNode(value, field, schema, valueOf) : 0);
    },
    input.weight ?? (fields ? 1 : 0),
  );
}

/** The same of a JSON value. What is not of its type is refused when variables are coerced. */
function costOfValue(value: unknown, input: CostedInput, schema: CostSchema): number {
  if (value === null || value === undefined) return 0;
  let total = input.weight ?? 0;
  if (Array.isArray(value)) {
    for (const each of value as unknown[]) total += costOfValue(each, input, schema);
    return total;
  }
  const fields = schema.inputFieldsOf(input.typeName);
  if (!fields || typeof value !== 'object') return total;
  if (input.weight === undefined) total = 1;
  for (const [name, field] of fields)
    if (isDear(field, schema) && Object.hasOwn(value, name))
      total += costOfValue((value as GivenVariables)[name], field, schema);
  return total;
}
