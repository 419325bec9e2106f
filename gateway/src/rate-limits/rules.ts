import { type DocumentNode, Kind, type OperationDefinitionNode, type SelectionSetNode } from 'graphql';
import { fragmentsOf } from '../engine/operation/fragments-of.ts';
import type { Settings } from '../settings/settings.ts';

export type RateLimitRule = Settings['rateLimits']['rules'][number];

/** What an operation uses of one rule. */
export interface Charge {
  readonly rule: RateLimitRule;
  /** Which operation is counted, by a rule that counts each. */
  readonly operation?: string;
  readonly points: number;
}

/** Whether a rule counts requests, whatever they ask for. */
export function countsRequests({ by, operations }: RateLimitRule): boolean {
  return by !== 'operation' && operations === undefined;
}

/**
 * What an operation uses of the rules that count operations. Root fields count as often as they are asked for, by whatever
 * aliases and in whatever fragments: the name of an operation is its sender's choice.
 */
export function chargesOf(
  rules: readonly RateLimitRule[],
  operation: OperationDefinitionNode,
  document: DocumentNode,
): Charge[] {
  const fields = rootFieldsOf(operation.selectionSet, document);
  const name = operation.name?.value.toLowerCase();
  return rules.flatMap((rule) => {
    if (countsRequests(rule)) return [];
    const wanted = rule.operations ?? [...fields.keys()];
    const used = wanted.flatMap((field) => {
      const points = fields.get(field) ?? (field.toLowerCase() === name ? 1 : 0);
      return points > 0 ? [{ field, points }] : [];
    });
    if (rule.by === 'operation') return used.map(({ field, points }) => ({ rule, operation: field, points }));
    const points = used.reduce((total, each) => total + each.points, 0);
    return points > 0 ? [{ rule, points }] : [];
  });
}

/** How often each root field is asked for. */
function rootFieldsOf(root: SelectionSetNode, document: DocumentNode): ReadonlyMap<string, number> {
  const fragments = fragmentsOf(document);
  const known = new Map<SelectionSetNode, Map<string, number>>();
  const count = (set: SelectionSetNode): Map<string, number> => {
    const before = known.get(set);
    if (before) return before;
    const counts = new Map<string, number>();
    known.set(set, counts);
    const add = (name: string, times: number): unknown => counts.set(name, (counts.get(name) ?? 0) + times);
    for (const node of set.selections) {
      if (node.kind === Kind.FIELD) {
        add(node.name.value, 1);
        continue;
      }
      const inner = node.kind === Kind.FRAGMENT_SPREAD ? fragments.get(node.name.value) : node;
      if (inner) for (const [name, times] of count(inner.selectionSet)) add(name, times);
    }
    return counts;
  };
  return count(root);
}
