import {
  type ConstDirectiveNode,
  type ConstValueNode,
  type DefinitionNode,
  type DocumentNode,
  type FieldDefinitionNode,
  type InputValueDefinitionNode,
  isTypeDefinitionNode,
  Kind,
  OperationTypeNode,
  parse,
  type SelectionSetNode,
  type TypeNode,
} from 'graphql';
import { fieldsOf, hasFields, type TypeWithFields, typesWithFields } from '../engine/supergraph/directives.ts';
import { type CostNames, costNamesOf, type ListSize, listSizeOf, weightOf } from './cost-directives.ts';

/** A place for a value that clients send: an argument, or a field of an input object. */
export interface CostedInput {
  readonly typeName: string;
  /** What `@cost` says of it, or of its type. */
  readonly weight: number | undefined;
  readonly defaultValue: ConstValueNode | undefined;
}

export interface CostedField {
  /** `Query.users`. */
  readonly coordinate: string;
  readonly typeName: string;
  readonly isList: boolean;
  /** What each of its values costs: by `@cost` on it or on its type, else 1 for objects. */
  readonly weight: number;
  readonly listSize: ListSize | undefined;
  readonly inputs: ReadonlyMap<string, CostedInput>;
  /** What subgraphs have to be asked for first, to ask for this field (`@requires`). */
  readonly requires: SelectionSetNode | undefined;
}

/** What a supergraph says of what its operations cost. */
export interface CostSchema {
  rootOf(operation: OperationTypeNode): string | undefined;
  /** `undefined` for `__typename` and introspection, which the gateway answers by itself. */
  fieldOf(typeName: string, fieldName: string): CostedField | undefined;
  /** The object types that a value of a type may have; none for values that are no objects. */
  objectTypesOf(typeName: string): ReadonlySet<string>;
  /** The fields of an input object type; `undefined` for others. */
  inputFieldsOf(typeName: string): ReadonlyMap<string, CostedInput> | undefined;
}

/** Reads `@cost` and `@listSize` of a supergraph, by whatever names it has them. */
export function readCostSchema(supergraphSdl: string): CostSchema {
  const document = parse(supergraphSdl, { noLocation: true });
  const names = costNamesOf(document);
  const weights = typeWeights(document, names);
  const types = possibleTypes(document);
  const none: ReadonlySet<string> = new Set();
  const roots = rootTypes(document);
  const inherited = inheritedFields(document);
  const isComposite = (typeName: string): boolean => types.has(typeName);
  const fields = new Map<string, ReadonlyMap<string, CostedField>>();
  const inputs = new Map<string, ReadonlyMap<string, CostedInput>>();

  const inputOf = (node: InputValueDefinitionNode): CostedInput => {
    const typeName = namedType(node.type);
    return {
      typeName,
      weight: weightOf(node, names) ?? weights.get(typeName),
      defaultValue: node.defaultValue,
    };
  };
  const inputsOf = (nodes: readonly InputValueDefinitionNode[] = []): ReadonlyMap<string, CostedInput> =>
    new Map(nodes.map((node) => [node.name.value, inputOf(node)]));
  const fieldOf = (parent: TypeWithFields, node: FieldDefinitionNode): CostedField => {
    const typeName = namedType(node.type);
    const alike = [node, ...inherited(node, parent)];
    const weight = firstOf(alike, (each) => weightOf(each, names)) ?? weights.get(typeName);
    return {
      coordinate: `${parent.name.value}.${node.name.value}`,
      typeName,
      isList: isList(node.type),
      weight: weight ?? (isComposite(typeName) ? 1 : 0),
      listSize: firstOf(alike, (each) => listSizeOf(each, names)),
      inputs: inputsOf(node.arguments),
      requires: requirementsOf(node),
    };
  };

  for (const node of document.definitions) {
    if (hasFields(node))
      fields.set(node.name.value, new Map(fieldsOf(node).map((field) => [field.name.value, fieldOf(node, field)])));
    if (node.kind === Kind.INPUT_OBJECT_TYPE_DEFINITION) inputs.set(node.name.value, inputsOf(node.fields));
  }
  return {
    rootOf: (operation) => roots.get(operation),
    fieldOf: (typeName, fieldName) => fields.get(typeName)?.get(fieldName),
    objectTypesOf: (typeName) => types.get(typeName) ?? none,
    inputFieldsOf: (typeName) => inputs.get(typeName),
  };
}

/** The fields of interfaces that a field of a type implements: what is said of them holds for it, unless it says otherwise. */
function inheritedFields(document: DocumentNode) {
  const types = new Map(typesWithFields(document).map((type) => [type.name.value, type]));
  return ({ name }: FieldDefinitionNode, { interfaces = [] }: TypeWithFields): FieldDefinitionNode[] =>
    interfaces.flatMap((each) => {
      const type = types.get(each.name.value);
      return type ? fieldsOf(type).filter((field) => field.name.value === name.value) : [];
    });
}

function firstOf<T, R>(items: readonly T[], read: (item: T) => R | undefined): R | undefined {
  for (const item of items) {
    const result = read(item);
    if (result !== undefined) return result;
  }
  return undefined;
}

function typeWeights({ definitions }: DocumentNode, names: CostNames): ReadonlyMap<string, number> {
  const weights = new Map<string, number>();
  for (const node of definitions) {
    if (!isTypeDefinitionNode(node)) continue;
    const weight = weightOf(node, names);
    if (weight !== undefined) weights.set(node.name.value, weight);
  }
  return weights;
}

/** The object types of each composite type. */
function possibleTypes({ definitions }: DocumentNode): ReadonlyMap<string, ReadonlySet<string>> {
  const types = new Map<string, Set<string>>();
  const of = (name: string): Set<string> => {
    const known = types.get(name) ?? new Set();
    types.set(name, known);
    return known;
  };
  for (const node of definitions) {
    if (node.kind === Kind.INTERFACE_TYPE_DEFINITION) of(node.name.value);
    if (node.kind === Kind.UNION_TYPE_DEFINITION)
      for (const each of node.types ?? []) of(node.name.value).add(each.name.value);
    if (node.kind !== Kind.OBJECT_TYPE_DEFINITION) continue;
    for (const each of [node, ...(node.interfaces ?? [])]) of(each.name.value).add(node.name.value);
  }
  return types;
}

function rootTypes({ definitions }: DocumentNode): ReadonlyMap<OperationTypeNode, string> {
  const roots = new Map<OperationTypeNode, string>([
    [OperationTypeNode.QUERY, 'Query'],
    [OperationTypeNode.MUTATION, 'Mutation'],
    [OperationTypeNode.SUBSCRIPTION, 'Subscription'],
  ]);
  const isSchema = (node: DefinitionNode) =>
    node.kind === Kind.SCHEMA_DEFINITION || node.kind === Kind.SCHEMA_EXTENSION;
  for (const node of definitions.filter(isSchema))
    for (const { operation, type } of node.operationTypes ?? []) roots.set(operation, type.name.value);
  return roots;
}

/** What `@join__field(requires:)` says, once, though several subgraphs may say it. */
function requirementsOf({ directives = [] }: FieldDefinitionNode): SelectionSetNode | undefined {
  const sets = new Set(directives.map((use) => textOf(use, 'requires')).filter((text) => text !== undefined));
  if (sets.size === 0) return undefined;
  const [operation] = parse(`{ ${[...sets].join(' ')} }`, { noLocation: true }).definitions;
  return operation?.kind === Kind.OPERATION_DEFINITION ? operation.selectionSet : undefined;
}

function textOf(use: ConstDirectiveNode, argument: string): string | undefined {
  const value = use.arguments?.find(({ name }) => name.value === argument)?.value;
  return value?.kind === Kind.STRING ? value.value : undefined;
}

function namedType(type: TypeNode): string {
  return type.kind === Kind.NAMED_TYPE ? type.name.value : namedType(type.type);
}

function isList(type: TypeNode): boolean {
  return type.kind === Kind.NON_NULL_TYPE ? isList(type.type) : type.kind === Kind.LIST_TYPE;
}
