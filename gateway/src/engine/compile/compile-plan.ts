import type { FetchNode, PlanNode } from '@apollo/query-planner';
import { runContextFetch } from '../execute/context-fetch.ts';
import { type EntityFetchParts, entitiesFor, runEntityFetch } from '../execute/entity-fetch.ts';
import { runMergedFetch } from '../execute/merged-fetch.ts';
import { runRootFetch } from '../execute/root-fetch.ts';
import type { Step } from '../execute/run.ts';
import type { LoadedSupergraph } from '../supergraph/load-supergraph.ts';
import { type CompiledEntityFetch, type CompiledFetch, compileFetch, isEntityFetch, mergedOperation } from './fetch.ts';
import { separateRequirements } from './requirements.ts';
import { maySharePlaces } from './sharing.ts';

type Path = readonly (string | number)[];

/** A plan as a tree of what is left to do at run time. */
type Compiled =
  | { readonly kind: 'fetch'; readonly fetch: CompiledFetch }
  | { readonly kind: 'sequence'; readonly nodes: readonly Compiled[] }
  | { readonly kind: 'parallel'; readonly nodes: readonly Compiled[] }
  | { readonly kind: 'condition'; readonly variable: string; readonly ifTrue?: Compiled; readonly ifFalse?: Compiled };

/**
 * Compiles a plan into one function. All that can be known before a request comes is done here: operations are written, and
 * fetches that begin together and go to one subgraph are joined.
 *
 * @throws Error for a plan with deferred parts
 */
export function compilePlan(node: PlanNode, supergraph: LoadedSupergraph): Step {
  const compiled = compileNode(node, [], supergraph);
  const parts: EntityFetchParts = { types: supergraph.types, mayShare: maySharePlaces(fetchesIn(compiled)) };
  return stepOf(compiled, parts);
}

function compileNode(node: PlanNode, path: Path, supergraph: LoadedSupergraph): Compiled {
  switch (node.kind) {
    case 'Fetch':
      return compileFetchNode(node, path, supergraph);
    case 'Flatten':
      return compileNode(node.node, [...path, ...node.path], supergraph);
    case 'Sequence':
      return { kind: 'sequence', nodes: node.nodes.map((each) => compileNode(each, path, supergraph)) };
    case 'Parallel':
      return parallel(node.nodes.map((each) => compileNode(each, path, supergraph)));
    case 'Condition':
      return {
        kind: 'condition',
        variable: node.condition,
        ...(node.ifClause && { ifTrue: compileNode(node.ifClause, path, supergraph) }),
        ...(node.elseClause && { ifFalse: compileNode(node.elseClause, path, supergraph) }),
      };
    case 'Defer':
      throw new Error('Deferred parts are not supported.');
  }
}

function compileFetchNode(node: FetchNode, path: Path, supergraph: LoadedSupergraph): Compiled {
  const fetches = separateRequirements(node, supergraph).map((each): Compiled => {
    return { kind: 'fetch', fetch: compileFetch(each, path, supergraph) };
  });
  return fetches.length === 1 ? (fetches[0] as Compiled) : parallel(fetches);
}

function parallel(nodes: readonly Compiled[]): Compiled {
  return { kind: 'parallel', nodes: nodes.flatMap((node) => (node.kind === 'parallel' ? node.nodes : [node])) };
}

function fetchesIn(node: Compiled | undefined): CompiledFetch[] {
  if (node === undefined) return [];
  if (node.kind === 'fetch') return [node.fetch];
  if (node.kind === 'condition') return [...fetchesIn(node.ifTrue), ...fetchesIn(node.ifFalse)];
  return node.nodes.flatMap(fetchesIn);
}

function stepOf(node: Compiled | undefined, parts: EntityFetchParts): Step {
  switch (node?.kind) {
    case undefined:
      return nothing;
    case 'fetch':
      return fetchStep(node.fetch, parts);
    case 'sequence':
      return inSequence(node.nodes.map((each) => stepOf(each, parts)));
    case 'parallel':
      return inParallel(node.nodes, parts);
    case 'condition': {
      const [ifTrue, ifFalse] = [stepOf(node.ifTrue, parts), stepOf(node.ifFalse, parts)];
      return (run) => (run.variables[node.variable] === true ? ifTrue(run) : ifFalse(run));
    }
  }
}

const nothing: Step = async () => {};

function fetchStep(fetch: CompiledFetch, parts: EntityFetchParts): Step {
  if (!isEntityFetch(fetch)) return (run) => runRootFetch(fetch, parts.types, run);
  if (fetch.contexts.length > 0) return (run) => runContextFetch(fetch, parts, run);
  return (run) => runEntityFetch(fetch, entitiesFor(fetch, run), parts, run);
}

function inSequence(steps: readonly Step[]): Step {
  return async (run) => {
    for (const step of steps) await step(run);
  };
}

/** Runs nodes at the same time; those that begin with entity fetches to one subgraph begin as one. */
function inParallel(nodes: readonly Compiled[], parts: EntityFetchParts): Step {
  const steps: Step[] = [];
  const beginnings = new Map<string, { fetch: CompiledEntityFetch; rest: Step }[]>();
  for (const node of nodes) {
    const beginning = beginningOf(node, parts);
    if (!beginning) {
      steps.push(stepOf(node, parts));
      continue;
    }
    const { service } = beginning.fetch;
    beginnings.set(service, [...(beginnings.get(service) ?? []), beginning]);
  }
  for (const group of beginnings.values()) steps.push(mergedStep(group, parts));
  return async (run) => {
    await Promise.all(steps.map((step) => step(run)));
  };
}

function beginningOf(node: Compiled, parts: EntityFetchParts): { fetch: CompiledEntityFetch; rest: Step } | undefined {
  const [first, ...rest] = node.kind === 'sequence' ? node.nodes : [node];
  if (first?.kind !== 'fetch' || !isEntityFetch(first.fetch) || first.fetch.contexts.length > 0) return undefined;
  return { fetch: first.fetch, rest: stepOf({ kind: 'sequence', nodes: rest }, parts) };
}

function mergedStep(group: readonly { fetch: CompiledEntityFetch; rest: Step }[], parts: EntityFetchParts): Step {
  const fetches = group.map(({ fetch }) => fetch);
  const [first] = fetches as [CompiledEntityFetch];
  const variables = [...new Set(fetches.flatMap((fetch) => fetch.variables))];
  const merged = { ...mergedOperation(fetches), service: first.service, variables, fetches };
  const begin =
    fetches.length === 1 ? fetchStep(first, parts) : (run: Parameters<Step>[0]) => runMergedFetch(merged, parts, run);
  return async (run) => {
    await begin(run);
    await Promise.all(group.map(({ rest }) => rest(run)));
  };
}
