import type { PreparedRequest, Wire } from '../graph/wire.ts';
import type { Server } from './server.ts';

/** Requests of one kind, measured together. */
export interface Block {
  readonly latenciesMs: readonly number[];
  readonly durationMs: number;
  /** Of the server, with all that the requests left to be done after their answers. */
  readonly processorMs: number;
  /** Of the server, afterwards. */
  readonly residentBytes: number;
}

/** Sends requests, so many at a time. */
export async function measure(
  requests: readonly PreparedRequest[],
  wire: Wire,
  server: Server,
  atOnce: number,
): Promise<Block> {
  const before = await server.usage();
  const startedAt = performance.now();
  const latenciesMs: number[] = [];
  const waiting = requests.values();
  const lane = async (): Promise<void> => {
    for (const request of waiting) {
      const sentAt = performance.now();
      await wire.send(request);
      latenciesMs.push(performance.now() - sentAt);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, lane));
  const durationMs = performance.now() - startedAt;
  const after = await server.usage();
  const { residentBytes } = after;
  return { latenciesMs, durationMs, processorMs: after.processorMs - before.processorMs, residentBytes };
}
