import {
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isCompositeType,
  isListType,
  isNonNullType,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import type { ListSizes } from './list-sizes.ts';
import { type GivenVariables, pageSize } from './page-size.ts';

/** A list of which the schema does not say how long it gets counts as one of so many items. */
const DEFAULT_LIST_SIZE = 10;

/** What an answer may hold at most, by what the schema says of its lists. */
export interface OperationCost {
  /** Objects: what IBM's cost specification counts where the schema gives no weights. */
  readonly objects: number;
  /** Objects and the values of their fields. */
  readonly values: number;
}

export interface CostedOperation {
  readonly schema: GraphQLSchema;
  readonly sizes: ListSizes;
  readonly operation: OperationDefinitionNode;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  /** As the client sent them. */
  readonly variables: GivenVariables;
}

/** The list that a field passes on to fields of its type: a page to its `nodes` and `edges`. */
interface Page {
  readonly fields: readonly string[];
  readonly size: number;
}

const NOTHING: OperationCost = { objects: 0, values: 0 };
const NO_PAGE: Page = { fields: [], size: 0 };

/** Estimates a valid operation before it runs. Where objects may be of several types, the dearest counts. */
export function costOf({ schema, sizes, operation, fragments, variables }: CostedOperation): OperationCost {
  const known = new Map<SelectionSetNode, Map<string, OperationCost>>();
  const given = { values: variables, definitions: operation.variableDefinitions ?? [] };

  /** A fragment may be spread in many places; each is measured once for a type and a size of page. */
  function ofObject(selections: SelectionSetNode, type: GraphQLObjectType, page: Page): OperationCost {
    const costs = known.get(selections) ?? new Map<string, OperationCost>();
    known.set(selections, costs);
    const key = `${type.name} ${page.size} ${page.fields.join()}`;
    const cost = costs.get(key) ?? sum(selections, type, page);
    costs.set(key, cost);
    return cost;
  }

  function sum({ selections }: SelectionSetNode, type: GraphQLObjectType, page: Page): OperationCost {
    let total = NOTHING;
    for (const selection of selections) {
      if (selection.kind === Kind.FIELD) {
        total = plus(total, ofField(selection, type, page));
        continue;
      }
      const inner = selection.kind === Kind.FRAGMENT_SPREAD ? fragments.get(selection.name.value) : selection;
      if (inner && applies(inner.typeCondition?.name.value, type))
        total = plus(total, ofObject(inner.selectionSet, type, page));
    }
    return total;
  }

  function ofField(node: FieldNode, parent: GraphQLObjectType, page: Page): OperationCost {
    const field = parent.getFields()[node.name.value];
    if (!field) return { objects: 0, values: 1 }; // __typename and introspection, which the gateway answers by itself
    const size = sizes.get(`${parent.name}.${field.name}`);
    const asked = size && pageSize(node, field, size, given);
    const isPage = size !== undefined && size.sizedFields.length > 0;
    const inner = isPage ? { fields: size.sizedFields, size: asked ?? DEFAULT_LIST_SIZE } : NO_PAGE;
    const count = lengthOf(field, page.fields.includes(field.name) ? page.size : isPage ? undefined : asked);
    return times(count, ofValue(getNamedType(field.type), node.selectionSet, inner));
  }

  function ofValue(
    type: ReturnType<typeof getNamedType>,
    selections: SelectionSetNode | undefined,
    page: Page,
  ): OperationCost {
    if (!selections || !isCompositeType(type)) return { objects: 0, values: 1 };
    const costs = objectTypesOf(type).map((possible) => ofObject(selections, possible, page));
    return plus({ objects: 1, values: 1 }, costs.reduce(dearest, NOTHING));
  }

  function objectTypesOf(type: GraphQLCompositeType): readonly GraphQLObjectType[] {
    return isAbstractType(type) ? schema.getPossibleTypes(type) : [type];
  }

  function applies(condition: string | undefined, type: GraphQLObjectType): boolean {
    if (condition === undefined || condition === type.name) return true;
    const wanted = schema.getType(condition);
    return isAbstractType(wanted) && schema.isSubType(wanted, type);
  }

  const root = schema.getRootType(operation.operation);
  return root ? ofObject(operation.selectionSet, root, NO_PAGE) : NOTHING;
}

function lengthOf({ type }: GraphQLField<unknown, unknown>, size: number | undefined): number {
  return isList(type) ? (size ?? DEFAULT_LIST_SIZE) : 1;
}

function isList(type: GraphQLOutputType): boolean {
  return isListType(isNonNullType(type) ? type.ofType : type);
}

function plus(one: OperationCost, other: OperationCost): OperationCost {
  return { objects: one.objects + other.objects, values: one.values + other.values };
}

function times(count: number, { objects, values }: OperationCost): OperationCost {
  return { objects: count * objects, values: count * values };
}

function dearest(one: OperationCost, other: OperationCost): OperationCost {
  return { objects: Math.max(one.objects, other.objects), values: Math.max(one.values, other.values) };
}
