import {
  type ConstValueNode,
  type FieldNode,
  type GraphQLError,
  Kind,
  print,
  type ValueNode,
  type VariableDefinitionNode,
  valueFromASTUntyped,
} from 'graphql';
import type { ListSize } from './cost-directives.ts';
import type { CostedField, CostedInput, CostSchema } from './cost-schema.ts';
import type { Count, GivenVariables } from './cost-terms.ts';
import { operationRefusal } from './operation-refusal.ts';

const MAX_INT = 2 ** 31 - 1;

export interface SizeRules {
  /** Of lists of which nothing says how long they get. */
  readonly assumedListSize: number;
  /** Whether `assumedSize` is as much as a list ever has, whatever its arguments ask for. */
  readonly assumedSizeIsLimit: boolean;
}

export interface SizeParts {
  readonly schema: CostSchema;
  readonly definitions: readonly VariableDefinitionNode[];
  readonly rules: SizeRules;
}

/** The value of a slicing argument in one request: `undefined` when not given, and its default when nothing was said. */
interface Slice {
  readonly text: string;
  readonly isFixed: boolean;
  readonly read: (variables: GivenVariables) => { readonly given?: unknown; readonly byDefault?: unknown };
}

/** How many items a field with `@listSize` gives: the largest of its slicing arguments, else what is assumed. */
export function sizeOf(node: FieldNode, field: CostedField, listSize: ListSize, parts: SizeParts): Count {
  const slices = listSize.slicingArguments.map((path) => sliceOf(node, field, path, parts));
  const { assumedListSize, assumedSizeIsLimit } = parts.rules;
  const assumed = listSize.assumedSize ?? assumedListSize;
  const most = assumedSizeIsLimit ? (listSize.assumedSize ?? MAX_INT) : MAX_INT;
  const read = (variables: GivenVariables): number => {
    const values = slices.map((slice) => slice.read(variables));
    const given = values.map((value) => value.given).filter(isValue);
    const asked = given.length > 0 ? given : values.map(({ byDefault }) => byDefault).filter(isValue);
    if (listSize.requiresOne && slices.length > 0 && asked.length !== 1) throw notOne(field, listSize);
    return asked.length === 0 ? assumed : Math.min(Math.max(...asked.map(toSize)), most);
  };
  const isFixed = slices.every((slice) => slice.isFixed);
  if (isFixed && !willRefuse(read)) {
    const size = read({});
    return { text: `${size}`, of: size };
  }
  return { text: `${field.coordinate}(${slices.map(({ text }) => text).join()})`, of: read };
}

/** What is refused, is refused when the operation is asked for. */
function willRefuse(read: (variables: GivenVariables) => number): boolean {
  try {
    read({});
    return false;
  } catch {
    return true;
  }
}

function isValue(value: unknown): boolean {
  return value !== undefined && value !== null;
}

function notOne({ coordinate }: CostedField, { slicingArguments }: ListSize): GraphQLError {
  const names = slicingArguments.map((path) => path.join('.')).join(', ');
  const message = `Exactly one of the arguments that say how many items ${coordinate} gives is needed: ${names}.`;
  return operationRefusal(400, 'COST_QUERY_PARSE_FAILURE', message);
}

function sliceOf(
  node: FieldNode,
  { inputs }: CostedField,
  [name = '', ...path]: readonly string[],
  parts: SizeParts,
): Slice {
  const input = inputs.get(name);
  const byDefault = input && digDefault(input, path, parts.schema);
  const written = node.arguments?.find((each) => each.name.value === name)?.value;
  if (!written) return { text: '', isFixed: true, read: () => ({ byDefault }) };
  const isFixed = !/\$/.test(print(written));
  const read = readerOf(written, path, input, parts);
  return {
    text: print(written),
    isFixed,
    read: (variables) => {
      const given = read(variables);
      return given === undefined ? { byDefault } : { given };
    },
  };
}

/** Reads what stands at a path in a value as it is written: null for nothing, `undefined` where a variable has no value at all. */
function readerOf(
  value: ValueNode,
  path: readonly string[],
  input: CostedInput | undefined,
  parts: SizeParts,
): (variables: GivenVariables) => unknown {
  const { schema } = parts;
  if (value.kind === Kind.VARIABLE) {
    const name = value.name.value;
    const { defaultValue } = parts.definitions.find(({ variable }) => variable.name.value === name) ?? {};
    const byDefault = defaultValue && (dig(plain(defaultValue), path, input, schema) ?? null);
    return (variables) =>
      Object.hasOwn(variables, name) ? (dig(variables[name], path, input, schema) ?? null) : byDefault;
  }
  const [first, ...rest] = path;
  if (first === undefined || value.kind !== Kind.OBJECT) {
    const written = dig(plain(value as ConstValueNode), path, input, schema) ?? null;
    return () => written;
  }
  const inner = input && schema.inputFieldsOf(input.typeName)?.get(first);
  const byDefault = (inner && digDefault(inner, rest, schema)) ?? null;
  const field = value.fields.find(({ name }) => name.value === first);
  const read = field && readerOf(field.value, rest, inner, parts);
  return (variables) => {
    const given = read?.(variables);
    return given === undefined ? byDefault : given;
  };
}

/** What stands at a path in a JSON value, with the defaults of input objects on the way. */
function dig(value: unknown, path: readonly string[], input: CostedInput | undefined, schema: CostSchema): unknown {
  const [first, ...rest] = path;
  if (first === undefined || value === null || typeof value !== 'object') return value;
  const inner = input && schema.inputFieldsOf(input.typeName)?.get(first);
  if (Object.hasOwn(value, first)) return dig((value as GivenVariables)[first], rest, inner, schema);
  return inner && digDefault(inner, rest, schema);
}

function digDefault(input: CostedInput, path: readonly string[], schema: CostSchema): unknown {
  return input.defaultValue && dig(plain(input.defaultValue), path, input, schema);
}

function plain(value: ConstValueNode): unknown {
  return value.kind === Kind.INT ? Number(value.value) : valueFromASTUntyped(value);
}

/** What is no Int is refused as such when variables are coerced, and costs nothing until then. */
function toSize(value: unknown): number {
  return typeof value === 'number' && Number.isInteger(value) && value > 0 && value <= MAX_INT ? value : 0;
}
