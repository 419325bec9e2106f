import { badInput } from '@accounts-center/subgraph-kit';
import { operationFromDocument } from '@apollo/federation-internals';
import type { FetchNode, PlanNode, QueryPlan, SubscriptionNode } from '@apollo/query-planner';
import {
  type FieldNode,
  GraphQLError,
  Kind,
  type OperationDefinitionNode,
  OperationTypeNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import { responseKey } from '../operation/fields.ts';
import type { LoadedSupergraph } from '../supergraph/load-supergraph.ts';

/** How the planner says that an operation would take it too long. */
const TOO_MUCH = /^(Too many options generated|Number of non-local selections|Exceeded maximum recursive selections)/;

/** A plan for an operation, or for each root field of a mutation, to be run one after the other. */
export interface OperationPlan {
  /** What a subscription's events answer. The parts are run for each of them. */
  readonly primary?: FetchNode;
  readonly parts: readonly PlanPart[];
}

export interface PlanPart {
  readonly node: PlanNode;
  /** The root field that it is for; without one it is for all. */
  readonly key?: string;
}

/**
 * Plans an operation.
 * @param labels of `@override` that are on
 * @throws GraphQLError when no subgraphs together can answer it, or it can be planned in too many ways
 */
export function planOperation(
  operation: OperationDefinitionNode,
  supergraph: LoadedSupergraph,
  labels: ReadonlySet<string>,
): OperationPlan {
  if (operation.operation === OperationTypeNode.SUBSCRIPTION && rootKeys(operation.selectionSet).length !== 1)
    throw badInput('A subscription asks for one field.');
  const whole = buildPlan(operation, supergraph, labels);
  if (whole?.kind === 'Subscription')
    return { primary: whole.primary, parts: whole.rest ? [{ node: whole.rest }] : [] };
  if (whole === undefined) return { parts: [] };
  if (operation.operation !== OperationTypeNode.MUTATION || whole.kind === 'Fetch') return { parts: [{ node: whole }] };
  // A root field of a mutation ends, with all that is below it, before the next one begins.
  const keys = rootKeys(operation.selectionSet);
  if (keys.length === 1) return { parts: [{ node: whole }] };
  const parts = keys.map((key) => {
    const part = { ...operation, selectionSet: onlyRootField(operation.selectionSet, key) };
    const node = buildPlan(part, supergraph, labels);
    return node && node.kind !== 'Subscription' ? [{ key, node }] : [];
  });
  return { parts: parts.flat() };
}

function buildPlan(
  operation: OperationDefinitionNode,
  { plannerApi, planner, overridden }: LoadedSupergraph,
  labels: ReadonlySet<string>,
): PlanNode | SubscriptionNode | undefined {
  const document = { kind: Kind.DOCUMENT, definitions: [operation] } as const;
  const overrideConditions = new Map([...overridden.keys()].map((label) => [label, labels.has(label)]));
  let plan: QueryPlan;
  try {
    const asked = operationFromDocument(plannerApi, document, { validate: false });
    plan = planner.buildQueryPlan(asked, { overrideConditions });
  } catch (error) {
    if (!(error instanceof Error && TOO_MUCH.test(error.message))) throw error;
    throw new GraphQLError('There are too many ways to plan the operation. Ask for less of it at once.', {
      extensions: { code: 'GRAPHQL_VALIDATION_FAILED' },
    });
  }
  if (plan.node === undefined && rootKeys(operation.selectionSet).length > 0)
    throw new GraphQLError('No subgraphs can answer this operation.', {
      extensions: { code: 'OPERATION_NOT_SATISFIABLE' },
    });
  return plan.node;
}

/** The response keys of those root fields that subgraphs have to answer. */
function rootKeys(set: SelectionSetNode): string[] {
  const keys = rootFields(set)
    .filter(({ name }) => !name.value.startsWith('__'))
    .map(responseKey);
  return [...new Set(keys)];
}

/** The fields at the top of an operation. */
export function rootFields({ selections }: SelectionSetNode): FieldNode[] {
  return selections.flatMap((node): FieldNode[] => {
    if (node.kind === Kind.FIELD) return [node];
    return node.kind === Kind.INLINE_FRAGMENT ? rootFields(node.selectionSet) : [];
  });
}

function onlyRootField({ selections }: SelectionSetNode, key: string): SelectionSetNode {
  return {
    kind: Kind.SELECTION_SET,
    selections: selections.flatMap((node): SelectionNode[] => {
      if (node.kind === Kind.FIELD) return responseKey(node) === key ? [node] : [];
      if (node.kind !== Kind.INLINE_FRAGMENT) return [];
      const selectionSet = onlyRootField(node.selectionSet, key);
      return selectionSet.selections.length > 0 ? [{ ...node, selectionSet }] : [];
    }),
  };
}
