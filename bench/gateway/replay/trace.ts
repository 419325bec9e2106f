/** A request that a gateway made of a subgraph. */
export interface TracedRequest {
  readonly path: string;
  readonly body: string;
}

/** Finds out which subgraph requests wait for which, when one gateway request is under way and answers come late. */
export interface Trace {
  /** @returns to be called when the request is answered */
  begin(request: TracedRequest): () => void;
  /** What was asked at once, then what was asked once that was answered, and so on. */
  levels(): readonly (readonly TracedRequest[])[];
}

export function createTrace(): Trace {
  const levels: TracedRequest[][] = [];
  let answered = 0;
  return {
    begin(request) {
      const level = answered;
      levels[level] = [...(levels[level] ?? []), request];
      return () => {
        answered = Math.max(answered, level + 1);
      };
    },
    levels: () => levels,
  };
}
