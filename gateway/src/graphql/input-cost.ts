import { type FieldNode, Kind, print, type ValueNode, type VariableDefinitionNode, valueFromASTUntyped } from 'graphql';
import type { CostedField, CostedInput, CostSchema } from './cost-schema.ts';
import type { Count, GivenVariables } from './cost-terms.ts';

interface InputParts {
  readonly schema: CostSchema;
  readonly definitions: readonly VariableDefinitionNode[];
  /** A value that costs more is not read to its end. */
  readonly maxCost: number;
}

const FREE: Count = { text: '0', of: 0 };
/** So many values of variables are read for a request; with more, arguments cost too much. */
const MAX_VISITS = 1_000_000;
const MAX_DEPTH = 1_000;

/** What the arguments of a field cost: an input object 1 unless told, all else what `@cost` says. */
export function inputCosts(parts: InputParts): (node: FieldNode, field: CostedField) => Count {
  const { schema } = parts;
  // One for a request, whatever asks for the same variable.
  const readers = new WeakMap<GivenVariables, InputReader>();
  const readerOf = (variables: GivenVariables): InputReader => {
    const reader = readers.get(variables) ?? new InputReader(parts, variables);
    readers.set(variables, reader);
    return reader;
  };
  return (node, field) => {
    const dear = (node.arguments ?? []).flatMap(({ name, value }) => {
      const input = field.inputs.get(name.value);
      return input && isDear(input, schema) ? [{ value, input }] : [];
    });
    if (dear.length === 0) return FREE;
    const read = (variables: GivenVariables): number => {
      const reader = readerOf(variables);
      return dear.reduce((total, { value, input }) => total + reader.ofNode(value, input), 0);
    };
    const text = dear.map(({ value }) => print(value)).join();
    return text.includes('$') ? { text, of: read } : { text, of: read({}) };
  };
}

function isDear({ typeName, weight }: CostedInput, schema: CostSchema): boolean {
  return weight !== undefined || schema.inputFieldsOf(typeName) !== undefined;
}

/** Reads each variable of a request once for an input's type and weight, as far as it takes to know that it costs too much. */
class InputReader {
  readonly #parts: InputParts;
  readonly #variables: GivenVariables;
  readonly #known = new Map<string, number>();
  #visits = 0;

  constructor(parts: InputParts, variables: GivenVariables) {
    this.#parts = parts;
    this.#variables = variables;
  }

  ofNode(node: ValueNode, input: CostedInput): number {
    if (node.kind === Kind.VARIABLE) return this.#ofVariable(node.name.value, input);
    if (node.kind === Kind.NULL) return 0;
    if (node.kind === Kind.LIST)
      return node.values.reduce((total, each) => total + this.ofNode(each, input), input.weight ?? 0);
    if (node.kind !== Kind.OBJECT) return input.weight ?? 0;
    const fields = this.#parts.schema.inputFieldsOf(input.typeName);
    return node.fields.reduce(
      (total, { name, value }) => {
        const field = fields?.get(name.value);
        return total + (field ? this.ofNode(value, field) : 0);
      },
      input.weight ?? (fields ? 1 : 0),
    );
  }

  #ofVariable(name: string, input: CostedInput): number {
    const key = `${name} ${input.typeName} ${input.weight}`;
    let cost = this.#known.get(key);
    if (cost === undefined) {
      cost = this.#ofValue(this.#valueOf(name), input, 0);
      this.#known.set(key, cost);
    }
    return cost;
  }

  #valueOf(name: string): unknown {
    if (Object.hasOwn(this.#variables, name)) return this.#variables[name];
    const { defaultValue } = this.#parts.definitions.find(({ variable }) => variable.name.value === name) ?? {};
    return defaultValue && valueFromASTUntyped(defaultValue);
  }

  /** The same of a JSON value. What is not of its type is refused when variables are coerced. */
  #ofValue(value: unknown, input: CostedInput, depth: number): number {
    const { schema, maxCost } = this.#parts;
    this.#visits += 1;
    if (this.#visits > MAX_VISITS || depth > MAX_DEPTH) return maxCost + 1;
    if (value === null || value === undefined) return 0;
    let total = input.weight ?? 0;
    if (Array.isArray(value)) {
      for (const each of value as unknown[]) {
        total += this.#ofValue(each, input, depth + 1);
        if (total > maxCost) break;
      }
      return total;
    }
    const fields = schema.inputFieldsOf(input.typeName);
    if (!fields || typeof value !== 'object') return total;
    if (input.weight === undefined) total = 1;
    for (const [name, field] of fields) {
      if (total > maxCost) break;
      if (isDear(field, schema) && Object.hasOwn(value, name))
        total += this.#ofValue((value as GivenVariables)[name], field, depth + 1);
    }
    return total;
  }
}
