import { readFileSync } from 'node:fs';
import { apiPath, supergraphPath } from '@accounts-center/schema';
import { operationFromDocument, Supergraph } from '@apollo/federation-internals';
import { type PlanNode, type QueryPlan, QueryPlanner, type SubscriptionNode } from '@apollo/query-planner';
import { buildSchema, type DocumentNode, validate } from 'graphql';

/** What an operation costs in calls of subgraphs. */
export interface PlanSize {
  /** Calls of subgraphs. */
  readonly fetches: number;
  /** How many of them wait for each other, one after the other. */
  readonly levels: number;
}

/** Plans operations over the composed graph as the gateway does. */
export function createPlanner() {
  const supergraph = Supergraph.build(readFileSync(supergraphPath, 'utf8'));
  const api = buildSchema(readFileSync(apiPath, 'utf8'));
  const schema = supergraph.apiSchema();
  const planner = new QueryPlanner(supergraph);

  function planOf(operation: DocumentNode): QueryPlan {
    const errors = validate(api, operation);
    if (errors.length > 0) throw new AggregateError(errors, errors.map(({ message }) => message).join('\n'));
    return planner.buildQueryPlan(operationFromDocument(schema, operation));
  }
  return {
    /** @throws when the graph does not offer the operation */
    plan: (operation: DocumentNode): PlanSize => sizeOf(planOf(operation).node),
  };
}

function sizeOf(node: PlanNode | SubscriptionNode | undefined): PlanSize {
  switch (node?.kind) {
    case undefined:
      return { fetches: 0, levels: 0 };
    case 'Fetch':
      return { fetches: 1, levels: 1 };
    case 'Flatten':
      return sizeOf(node.node);
    case 'Sequence':
      return add(node.nodes.map(sizeOf), (levels) => levels.reduce((sum, level) => sum + level, 0));
    case 'Parallel':
      return add(node.nodes.map(sizeOf), (levels) => Math.max(...levels));
    case 'Subscription':
      // Its event comes by itself.
      return sizeOf(node.rest);
    case 'Condition':
    case 'Defer':
      throw new Error('No plan of ours has such a node.');
  }
}

function add(sizes: readonly PlanSize[], levelsOf: (levels: readonly number[]) => number): PlanSize {
  const fetches = sizes.reduce((sum, size) => sum + size.fetches, 0);
  return { fetches, levels: levelsOf(sizes.map(({ levels }) => levels)) };
}
