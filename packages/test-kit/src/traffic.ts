import type { Interposition } from '@accounts-center/constellation';

/** The calls between services that are under way, whatever becomes of their answers. */
export interface Traffic extends Pick<Interposition, 'calls'> {
  /** How many calls have begun since the beginning. */
  begun(): number;
  /** Resolves when none is under way. */
  ended(): Promise<void>;
}

/** Counts calls. It stands behind what breaks them, since a call whose answer was lost is worked on all the same. */
export function createTraffic(): Traffic {
  const underWay = new Set<Promise<unknown>>();
  let begun = 0;
  return {
    begun: () => begun,
    async ended() {
      while (underWay.size > 0) await Promise.allSettled(underWay);
    },
    calls: (transport) => ({
      send: async (request, deadline) => {
        begun += 1;
        const answer = transport.send(request, deadline);
        underWay.add(answer);
        try {
          return await answer;
        } finally {
          underWay.delete(answer);
        }
      },
      close: () => transport.close(),
    }),
  };
}
