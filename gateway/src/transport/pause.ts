import type { AbortSignalLike } from '@accounts-center/subgraph-kit';

/** Resolves after a while, or when nobody waits any more. */
export function pause(durationMs: number, signal: AbortSignalLike | undefined): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, durationMs);
    signal?.addEventListener('abort', end);
  });
}
