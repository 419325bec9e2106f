import type { Case, RawAnswer } from './graph.ts';
import type { State } from './world.ts';

/** One operation on its way: what its subgraphs share, and what becomes of it. */
export interface Run {
  readonly state: State;
  readonly down: ReadonlySet<string>;
  readonly answers: Readonly<Record<string, RawAnswer>>;
  readonly labels: readonly string[];
  /** What each subgraph was asked. */
  readonly asked: { readonly service: string; readonly query: string; readonly variables: unknown }[];
}

/** A run of a case that begins. */
export function createRun({ down = [], answers = {}, labels = [] }: Partial<Case> = {}): Run {
  return { state: {}, down: new Set(down), answers, labels, asked: [] };
}
