import { type FieldNode, Kind, type OperationDefinitionNode, type VariableDefinitionNode, visit } from 'graphql';
import { type CompiledEntityFetch, type CompiledFetch, textOf } from './fetch.ts';

/** Entity fetches to one subgraph, to be sent as one operation. */
export interface MergedFetch
  extends Pick<CompiledFetch, 'service' | 'query' | 'bodyStart' | 'variables' | 'isMutation'> {
  /** Their entities are the fields `_0`, `_1` and so on of the answer. */
  readonly fetches: readonly CompiledEntityFetch[];
}

/** Merges fetches of one plan that go to one subgraph. */
export type FetchMerger = (fetches: readonly CompiledEntityFetch[]) => MergedFetch;

/** Which fetches become ready together depends on when answers come; this many combinations are kept. */
const MAX_COMBINATIONS = 64;

/**
 * @param all entity fetches of a plan, in its order, which merged ones keep
 * @returns what merges some of them; each combination is compiled once
 */
export function createFetchMerger(all: readonly CompiledEntityFetch[]): FetchMerger {
  const numbers = new Map(all.map((fetch, index) => [fetch, index]));
  const known = new Map<string, MergedFetch>();
  const numberOf = (fetch: CompiledEntityFetch): number => numbers.get(fetch) ?? all.length;
  return (fetches) => {
    const ordered = fetches.toSorted((one, other) => numberOf(one) - numberOf(other));
    const key = ordered.map(numberOf).join();
    let merged = known.get(key);
    if (!merged) {
      if (known.size >= MAX_COMBINATIONS) known.clear();
      merged = mergeFetches(ordered);
      known.set(key, merged);
    }
    return merged;
  };
}

function mergeFetches(fetches: readonly CompiledEntityFetch[]): MergedFetch {
  const [{ operation, service }] = fetches as [CompiledEntityFetch];
  const definitions = new Map<string, VariableDefinitionNode>();
  const fields = fetches.map((fetch, index): FieldNode => {
    const renamed = withOwnRepresentations(fetch.operation, index);
    for (const definition of renamed.variableDefinitions ?? [])
      definitions.set(definition.variable.name.value, definition);
    return { ...(renamed.selectionSet.selections[0] as FieldNode), alias: { kind: Kind.NAME, value: `_${index}` } };
  });
  const text = textOf({
    ...operation,
    variableDefinitions: [...definitions.values()],
    selectionSet: { kind: Kind.SELECTION_SET, selections: fields },
  });
  const variables = [...new Set(fetches.flatMap((fetch) => fetch.variables))];
  return { ...text, service, variables, isMutation: false, fetches };
}

function withOwnRepresentations(operation: OperationDefinitionNode, index: number): OperationDefinitionNode {
  return visit(operation, {
    Name: (name, _key, parent) =>
      name.value === 'representations' && (parent as { kind?: string } | undefined)?.kind === Kind.VARIABLE
        ? { ...name, value: `representations_${index}` }
        : undefined,
  });
}
