import { timeLeftMs } from '@accounts-center/subgraph-kit';

/** Lets a request see what jobs of this process do meanwhile. Nothing depends on it but how much an answer shows. */
export interface Progress {
  /** Says that a job has got as far as it can for now with a delivery. */
  note(crossPostId: string, deliveryId: string): void;
  /** Listens from now on. Begin before the jobs can. */
  watch(crossPostId: string): Watch;
}

export interface Watch extends Disposable {
  /** Resolves when each of the deliveries has been noted, or after `timeoutMs`, or when the request has to be answered. */
  until(deliveryIds: readonly string[], timeoutMs: number): Promise<void>;
}

export function createProgress(): Progress {
  const listeners = new Map<string, Set<(deliveryId: string) => void>>();

  return {
    note(crossPostId, deliveryId) {
      for (const hear of listeners.get(crossPostId) ?? []) hear(deliveryId);
    },

    watch(crossPostId) {
      const heard = new Set<string>();
      let check = (): void => {};
      const hear = (deliveryId: string): void => {
        heard.add(deliveryId);
        check();
      };
      const others = listeners.get(crossPostId) ?? new Set();
      listeners.set(crossPostId, others.add(hear));
      return {
        until: (deliveryIds, timeoutMs) =>
          new Promise((resolve) => {
            const timer = setTimeout(resolve, Math.min(timeoutMs, timeLeftMs()));
            check = () => {
              if (!deliveryIds.every((id) => heard.has(id))) return;
              clearTimeout(timer);
              resolve();
            };
            check();
          }),
        [Symbol.dispose]() {
          others.delete(hear);
          if (others.size === 0) listeners.delete(crossPostId);
        },
      };
    },
  };
}
