import { type PlanNode, prettyFormatQueryPlan, type QueryPlan } from '@apollo/query-planner';
import { Kind, type OperationDefinitionNode, visit } from 'graphql';
import { isolateNames } from '../operation/isolate.ts';
import type { PrivateNames } from '../operation/private-names.ts';
import type { LoadedSupergraph } from '../supergraph/load-supergraph.ts';
import { expandFragments } from './expand-fragments.ts';
import { type OperationPlan, planOperation } from './plan-operation.ts';

/** A plan for people: as Apollo's tools read it, and as a text. */
export interface DescribedPlan {
  readonly object: QueryPlan;
  readonly text: string;
}

/**
 * Plans an operation to show how, as it would be for somebody who may read all of it.
 * @param parts.hidesValues puts others in the place of texts and numbers that the client wrote: there may be people in them
 */
export function describePlan(
  operation: OperationDefinitionNode,
  parts: {
    supergraph: LoadedSupergraph;
    names: PrivateNames;
    labels: ReadonlySet<string>;
    hidesValues?: boolean | undefined;
  },
): DescribedPlan {
  const { supergraph, names, labels, hidesValues = false } = parts;
  const isolated = isolateNames(hidesValues ? withoutValues(operation) : operation, supergraph.reservedNames, names);
  const plan = planOperation(expandFragments(isolated, supergraph, names.placeholder), supergraph, labels);
  const node = wholeOf(plan);
  const object: QueryPlan = { kind: 'QueryPlan', ...(node && { node }) };
  return { object, text: prettyFormatQueryPlan(object) };
}

/** Root fields of a mutation are planned one by one. */
function wholeOf({ primary, parts }: OperationPlan): QueryPlan['node'] {
  const nodes: PlanNode[] = parts.map(({ node }) => node);
  const [first, ...others] = nodes;
  const rest: PlanNode | undefined = others.length > 0 ? { kind: 'Sequence', nodes } : first;
  return primary ? { kind: 'Subscription', primary, ...(rest && { rest }) } : rest;
}

function withoutValues(operation: OperationDefinitionNode): OperationDefinitionNode {
  return visit(operation, {
    StringValue: () => ({ kind: Kind.STRING, value: '…' }),
    IntValue: () => ({ kind: Kind.INT, value: '0' }),
    FloatValue: () => ({ kind: Kind.FLOAT, value: '0.0' }),
  });
}
