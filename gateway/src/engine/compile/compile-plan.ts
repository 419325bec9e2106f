import type { FetchNode, PlanNode } from '@apollo/query-planner';
import { runContextFetch } from '../execute/context-fetch.ts';
import type { EntityFetchParts } from '../execute/entity-fetch.ts';
import { fetchWithOthers } from '../execute/ready-fetches.ts';
import { runRootFetch } from '../execute/root-fetch.ts';
import type { Step } from '../execute/run.ts';
import type { LoadedSupergraph } from '../supergraph/load-supergraph.ts';
import { type CompiledFetch, compileFetch, isEntityFetch } from './fetch.ts';
import { createFetchMerger } from './merge-fetches.ts';
import { separateRequirements } from './requirements.ts';
import { sharedPlaces } from './sharing.ts';

type Path = readonly (string | number)[];

/** A plan as a tree of what is left to do at run time. */
type Compiled =
  | { readonly kind: 'fetch'; readonly fetch: CompiledFetch }
  | { readonly kind: 'sequence'; readonly nodes: readonly Compiled[] }
  | { readonly kind: 'parallel'; readonly nodes: readonly Compiled[] };

export interface CompiledPlan {
  readonly step: Step;
  /** Where values can stand that other places have as well. */
  readonly sharedPlaces: ReadonlySet<string>;
}

/**
 * Compiles a plan into one function. All that can be known before a request comes is done here.
 *
 * @param before fetches whose answers are there when it begins
 * @throws Error for a plan with conditions, which are decided before planning, or with deferred parts
 */
export function compilePlan(
  node: PlanNode,
  supergraph: LoadedSupergraph,
  before: readonly CompiledFetch[] = [],
): CompiledPlan {
  const fetches: CompiledFetch[] = [...before];
  const compiled = compileNode(node, [], { supergraph, fetches });
  const shared = sharedPlaces(fetches);
  const merge = createFetchMerger(fetches.filter(isEntityFetch));
  const parts: EntityFetchParts = { types: supergraph.types, mayShare: shared.size > 0, merge };
  return { step: stepOf(compiled, parts), sharedPlaces: shared };
}

interface PlanParts {
  readonly supergraph: LoadedSupergraph;
  /** All fetches so far, in the plan's order. */
  readonly fetches: CompiledFetch[];
}

function compileNode(node: PlanNode, path: Path, parts: PlanParts): Compiled {
  switch (node.kind) {
    case 'Fetch':
      return compileFetchNode(node, path, parts);
    case 'Flatten':
      return compileNode(node.node, [...path, ...node.path], parts);
    case 'Sequence':
      return { kind: 'sequence', nodes: node.nodes.map((each) => compileNode(each, path, parts)) };
    case 'Parallel':
      return { kind: 'parallel', nodes: node.nodes.map((each) => compileNode(each, path, parts)) };
    case 'Condition':
    case 'Defer':
      throw new Error(`Plans with a ${node.kind} are not supported.`);
  }
}

function compileFetchNode(node: FetchNode, path: Path, { supergraph, fetches }: PlanParts): Compiled {
  const compiled = separateRequirements(node, supergraph).map((each) => compileFetch(each, path, supergraph));
  fetches.push(...compiled);
  const nodes = compiled.map((fetch): Compiled => ({ kind: 'fetch', fetch }));
  return nodes.length === 1 ? (nodes[0] as Compiled) : { kind: 'parallel', nodes };
}

function stepOf(node: Compiled, parts: EntityFetchParts): Step {
  switch (node.kind) {
    case 'fetch':
      return fetchStep(node.fetch, parts);
    case 'sequence':
      return inSequence(node.nodes.map((each) => stepOf(each, parts)));
    case 'parallel':
      return inParallel(node.nodes.map((each) => stepOf(each, parts)));
  }
}

function fetchStep(fetch: CompiledFetch, parts: EntityFetchParts): Step {
  if (!isEntityFetch(fetch)) return (run) => runRootFetch(fetch, parts.types, run);
  if (fetch.contexts.length > 0) return (run) => runContextFetch(fetch, parts, run);
  return (run) => fetchWithOthers(fetch, parts, run);
}

function inSequence(steps: readonly Step[]): Step {
  return async (run) => {
    for (const step of steps) await step(run);
  };
}

function inParallel(steps: readonly Step[]): Step {
  return async (run) => {
    await Promise.all(steps.map((step) => step(run)));
  };
}
