import {
  type FieldNode,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLInterfaceType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  isAbstractType,
  isCompositeType,
  isInterfaceType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  type SelectionSetNode,
} from 'graphql';
import type { Permissions } from '../authorise/permissions.ts';
import { responseKey } from '../operation/fields.ts';
import type { PrivateNames } from '../operation/private-names.ts';
import type { TypeSystem } from '../supergraph/type-system.ts';
import { hasTexts, leafText } from './leaf.ts';
import type { CompositeShape, FieldShape, ObjectShape, ValueShape } from './shape.ts';

export interface ShapeParts {
  readonly apiSchema: GraphQLSchema;
  readonly types: TypeSystem;
  readonly names: PrivateNames;
  /** What may be read; without it, all. */
  readonly permissions?: Permissions | undefined;
}

type TypeWithFields = GraphQLObjectType | GraphQLInterfaceType;

/** Compiles what a client wants of an object of a type; the types of objects below are compiled when first met. */
export function compileShape(type: TypeWithFields, sets: readonly SelectionSetNode[], parts: ShapeParts): ObjectShape {
  const fields: FieldShape[] = [];
  for (const [key, nodes] of collectFields(type, sets, parts)) {
    const [first] = nodes as [FieldNode];
    const inner = nodes.flatMap(({ selectionSet }) => (selectionSet ? [selectionSet] : []));
    const value = fieldShape(type, first.name.value, inner, parts);
    fields.push({ fieldName: first.name.value, key, clientKey: parts.names.clientKeyOf(key), value });
  }
  return { typeName: type.name, fields };
}

/** The fields of an object by response key, as the specification collects them. */
function collectFields(
  type: TypeWithFields,
  sets: readonly SelectionSetNode[],
  parts: ShapeParts,
): Map<string, FieldNode[]> {
  const found = new Map<string, FieldNode[]>();
  const collect = ({ selections }: SelectionSetNode): void => {
    for (const node of selections) {
      if (node.kind === Kind.INLINE_FRAGMENT) {
        if (applies(node.typeCondition?.name.value, type, parts.apiSchema)) collect(node.selectionSet);
      } else if (node.kind === Kind.FIELD && responseKey(node) !== parts.names.placeholder) {
        const key = responseKey(node);
        const nodes = found.get(key);
        if (nodes) nodes.push(node);
        else found.set(key, [node]);
      }
    }
  };
  for (const set of sets) collect(set);
  return found;
}

function applies(condition: string | undefined, type: TypeWithFields, schema: GraphQLSchema): boolean {
  if (condition === undefined || condition === type.name) return true;
  const wanted = schema.getType(condition);
  return isAbstractType(wanted) && schema.isSubType(wanted, type);
}

function fieldShape(
  type: TypeWithFields,
  name: string,
  inner: readonly SelectionSetNode[],
  parts: ShapeParts,
): ValueShape {
  if (parts.permissions?.mayRead(type.name, name) === false)
    return { kind: 'withheld', isNonNull: name === '__typename' || isNonNullType(type.getFields()[name]?.type) };
  if (name === '__typename') return { kind: 'typeName', typeName: type.name, isNonNull: true };
  if (name === '__schema' || name === '__type') return { kind: 'ready', isNonNull: name === '__schema' };
  const field: GraphQLField<unknown, unknown> | undefined = type.getFields()[name];
  if (!field) throw new Error(`The schema has no field ${type.name}.${name}.`);
  return valueShape(field.type, inner, parts);
}

function valueShape(
  type: GraphQLOutputType,
  inner: readonly SelectionSetNode[],
  parts: ShapeParts,
  isNonNull = false,
): ValueShape {
  if (isNonNullType(type)) return valueShape(type.ofType, inner, parts, true);
  if (isListType(type)) return { kind: 'list', isNonNull, item: valueShape(type.ofType, inner, parts) };
  if (isLeafType(type))
    return { kind: 'leaf', isNonNull, typeName: type.name, textOf: leafText(type), hasTexts: hasTexts(type) };
  if (isCompositeType(type)) return compositeShape(type, inner, parts, isNonNull);
  throw new Error(`${String(type)} is no output type.`);
}

function compositeShape(
  type: GraphQLCompositeType,
  inner: readonly SelectionSetNode[],
  parts: ShapeParts,
  isNonNull: boolean,
): CompositeShape {
  const common = { kind: 'composite', isNonNull, typeName: type.name } as const;
  if (isObjectType(type)) {
    let shape: ObjectShape | undefined;
    const shapeOf = (): ObjectShape => (shape ??= compileShape(type, inner, parts));
    return { ...common, isAbstract: false, shapeOf };
  }
  const shapes = new Map<string, ObjectShape | undefined>();
  const shapeOf = (name: unknown = type.name): ObjectShape | undefined => {
    if (typeof name !== 'string') return undefined;
    if (!shapes.has(name)) {
      const concrete = possibleType(name, type, parts);
      // Names come from subgraphs: only those of types are worth remembering.
      if (!concrete || (isInterfaceType(concrete) && needsObjectType(concrete, inner, parts))) return undefined;
      shapes.set(name, compileShape(concrete, inner, parts));
    }
    return shapes.get(name);
  };
  return { ...common, isAbstract: true, shapeOf };
}

/** The type of an object where an abstract type stands. A subgraph with an interface object knows the interface only. */
function possibleType(name: string, type: GraphQLCompositeType, parts: ShapeParts): TypeWithFields | undefined {
  const concrete = parts.apiSchema.getType(name);
  if (isInterfaceType(concrete))
    return parts.types.isInterfaceObject(name) && parts.types.includes(type.name, name) ? concrete : undefined;
  return isObjectType(concrete) && isAbstractType(type) && parts.apiSchema.isSubType(type, concrete)
    ? concrete
    : undefined;
}

/** Whether it takes more than the name of an interface that an object has to tell what is wanted of the object. */
function needsObjectType(type: GraphQLInterfaceType, sets: readonly SelectionSetNode[], parts: ShapeParts): boolean {
  return sets.some(({ selections }) =>
    selections.some((node) => {
      if (node.kind === Kind.FIELD)
        return (
          (node.name.value === '__typename' && responseKey(node) !== parts.names.placeholder) ||
          parts.permissions?.dependsOnType(type.name, node.name.value) === true
        );
      if (node.kind !== Kind.INLINE_FRAGMENT) return false;
      const isImplied = applies(node.typeCondition?.name.value, type, parts.apiSchema);
      return !isImplied || needsObjectType(type, [node.selectionSet], parts);
    }),
  );
}
