import type { Case, RawAnswer } from './graph.ts';
import type { State } from './world.ts';

/** What a caller has of what authorisation directives demand. */
export interface Grants {
  readonly isAuthenticated: boolean;
  readonly scopes: ReadonlySet<string>;
  readonly policies: ReadonlySet<string>;
}

/** One operation on its way: what its subgraphs share, and what becomes of it. */
export interface Run {
  readonly state: State;
  readonly down: ReadonlySet<string>;
  readonly answers: Readonly<Record<string, RawAnswer>>;
  readonly labels: readonly string[];
  readonly grants?: Grants | undefined;
  /** What each subgraph was asked. */
  readonly asked: { readonly service: string; readonly query: string; readonly variables: unknown }[];
}

/** A run of a case that begins. */
export function createRun({ down = [], answers = {}, labels = [] }: Partial<Case> = {}, grants?: Grants): Run {
  return { state: {}, down: new Set(down), answers, labels, grants, asked: [] };
}
