import {
  type FieldNode,
  type FragmentDefinitionNode,
  Kind,
  type OperationDefinitionNode,
  OperationTypeNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import { whenAsked } from './asked-for.ts';
import type { CostedField, CostSchema } from './cost-schema.ts';
import { CostProgram, type Count, type GivenVariables, NOTHING, type OperationCost, type Term } from './cost-terms.ts';
import { inputCosts } from './input-cost.ts';
import { type SizeRules, sizeOf } from './page-size.ts';

/** What a mutation costs besides its fields. */
export const MUTATION_COST = 10;

export interface CostedOperation {
  readonly schema: CostSchema;
  readonly operation: OperationDefinitionNode;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  /** Arguments that cost more than `maxCost` are not read to their end. */
  readonly rules: SizeRules & { readonly maxCost?: number };
}

/** What a valid operation costs with some variables, as the client sent them. @throws GraphQLError as `@listSize` demands */
export type EstimateCost = (variables: GivenVariables) => OperationCost;

/** The list that a field passes on to fields of its type: a page to its `nodes` and `edges`. */
interface Page {
  readonly fields: readonly string[];
  readonly size: Count;
}

const ONE: Count = { text: '1', of: 1 };
const NO_PAGE: Page = { fields: [], size: ONE };
const VALUE: OperationCost = { ...NOTHING, values: 1 };

/** Works out once what of an operation's cost does not depend on variables. Where objects may be of several types, the dearest counts. */
export function compileCost({ schema, operation, fragments, rules }: CostedOperation): EstimateCost {
  const program = new CostProgram();
  const parts = { schema, rules, definitions: operation.variableDefinitions ?? [] };
  const inputCostOf = inputCosts({ ...parts, maxCost: rules.maxCost ?? Number.POSITIVE_INFINITY });
  const known = new Map<SelectionSetNode, Map<string, Term>>();
  const unsized: Count = { text: `${rules.assumedListSize}`, of: rules.assumedListSize };

  /** A fragment may be spread in many places; each is measured once for a type and a size of page. */
  function ofObject(selections: SelectionSetNode, type: string, page: Page): Term {
    const terms = known.get(selections) ?? new Map<string, Term>();
    known.set(selections, terms);
    const key = `${type} ${page.size.text} ${page.fields.join()}`;
    let term = terms.get(key);
    if (term !== undefined) return term;
    // What requires itself must end here.
    terms.set(key, NOTHING);
    term = program.sum(
      selections.selections.map((each) => program.when(whenAsked(each, parts), ofSelection(each, type, page))),
    );
    terms.set(key, term);
    return term;
  }

  function ofSelection(selection: SelectionNode, type: string, page: Page): Term {
    if (selection.kind === Kind.FIELD) {
      const field = schema.fieldOf(type, selection.name.value);
      return field ? ofField(selection, field, type, page) : VALUE;
    }
    const inner = selection.kind === Kind.FRAGMENT_SPREAD ? fragments.get(selection.name.value) : selection;
    if (!inner || !applies(inner.typeCondition?.name.value, type)) return NOTHING;
    return ofObject(inner.selectionSet, type, page);
  }

  function ofField(node: FieldNode, field: CostedField, parent: string, page: Page): Term {
    const { listSize, isList, requires } = field;
    const size = listSize ? sizeOf(node, field, listSize, parts) : unsized;
    const passesOn = listSize !== undefined && listSize.sizedFields.length > 0;
    const inner = passesOn ? { fields: listSize.sizedFields, size } : NO_PAGE;
    const ownSize = page.fields.includes(field.coordinate.slice(parent.length + 1))
      ? page.size
      : passesOn
        ? unsized
        : size;
    const value = ofValue(field, node.selectionSet, inner);
    return program.sum([
      program.times(isList ? ownSize : ONE, value),
      program.inputs(inputCostOf(node, field)),
      requires ? ofObject(requires, parent, NO_PAGE) : NOTHING,
    ]);
  }

  function ofValue({ typeName, weight }: CostedField, selections: SelectionSetNode | undefined, page: Page): Term {
    const own = { cost: weight, inputs: 0, values: 1 };
    if (!selections) return own;
    const terms = [...schema.objectTypesOf(typeName)].map((possible) => ofObject(selections, possible, page));
    return program.sum([own, program.dearest(terms)]);
  }

  function applies(condition: string | undefined, type: string): boolean {
    return condition === undefined || schema.objectTypesOf(condition).has(type);
  }

  const root = schema.rootOf(operation.operation);
  const isMutation = operation.operation === OperationTypeNode.MUTATION;
  const own = isMutation ? { ...NOTHING, cost: MUTATION_COST } : NOTHING;
  const total = program.sum([own, root === undefined ? NOTHING : ofObject(operation.selectionSet, root, NO_PAGE)]);
  return (variables) => program.run(total, variables);
}
