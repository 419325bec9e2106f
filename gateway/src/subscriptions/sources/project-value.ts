import { type FieldNode, Kind, type OperationDefinitionNode, parse, type SelectionSetNode } from 'graphql';
import { isJsonObject, type JsonObject } from '../../engine/json.ts';
import { responseKey } from '../../engine/operation/fields.ts';

/** Makes the data of an operation from the value of the field that it asks for. */
export type Projection = (value: unknown) => JsonObject;

/** @param query a subscription as the planner writes it: one field, no fragment definitions */
export function projectionOf(query: string): Projection {
  const [operation] = parse(query, { noLocation: true }).definitions as [OperationDefinitionNode];
  const [field] = operation.selectionSet.selections;
  if (field?.kind !== Kind.FIELD) throw new Error(`No field is subscribed to: ${query}`);
  const key = responseKey(field);
  return (value) => ({ [key]: valueOf(value, field) });
}

function valueOf(value: unknown, { selectionSet }: FieldNode): unknown {
  if (!selectionSet || value == null) return value ?? null;
  if (Array.isArray(value)) return value.map((item) => valueOf(item, { selectionSet } as FieldNode));
  if (!isJsonObject(value)) return null;
  const object: JsonObject = {};
  addFields(object, value, selectionSet);
  return object;
}

function addFields(object: JsonObject, value: JsonObject, { selections }: SelectionSetNode): void {
  for (const node of selections) {
    if (node.kind === Kind.FIELD) {
      const { name } = node;
      if (Object.hasOwn(value, name.value)) object[responseKey(node)] = valueOf(value[name.value], node);
    } else if (node.kind === Kind.INLINE_FRAGMENT) {
      const condition = node.typeCondition?.name.value;
      if (condition === undefined || condition === value['__typename']) addFields(object, value, node.selectionSet);
    }
  }
}
