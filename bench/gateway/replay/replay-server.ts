import { createServer, type Server, type Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { createRecorder, type Recorder } from './recorder.ts';
import { createRequestReader, type ReadRequest } from './request-reader.ts';
import { createTrace, type Trace, type TracedRequest } from './trace.ts';

export type ReplayQuestion = 'counts' | 'trace' | 'end trace';

export interface ReplayAnswer {
  /** So far. */
  readonly requests: number;
  /** Those of them without an `authorization`. */
  readonly unauthorized: number;
  /** Those that were not known before, which a subgraph had to run for. */
  readonly recorded: number;
  /** Since `trace`. */
  readonly levels: readonly (readonly TracedRequest[])[];
}

/** Longer than a gateway takes to send what it can send together. */
const TRACED_ANSWER_AFTER_MS = 30;

/**
 * All subgraphs in one server, and what they have seen.
 * @param later when to answer a request that is traced
 */
export function createReplayServer(
  later = together(TRACED_ANSWER_AFTER_MS),
  recorder: Recorder = createRecorder(),
): {
  readonly server: Server;
  ask(question: ReplayQuestion): ReplayAnswer;
} {
  const counts = { requests: 0, unauthorized: 0, recorded: 0 };
  let trace: Trace | undefined;

  function answer(socket: Socket, { path, body, hasAuthorization }: ReadRequest): void {
    counts.requests += 1;
    if (!hasAuthorization) counts.unauthorized += 1;
    const response = recorder.answer(path, body);
    if (!Buffer.isBuffer(response)) counts.recorded += 1;
    if (trace === undefined && Buffer.isBuffer(response)) socket.write(response);
    else void answerLater(socket, response, trace?.begin({ path, body: Buffer.from(body, 'latin1').toString() }));
  }

  async function answerLater(socket: Socket, response: Buffer | Promise<Buffer>, onAnswered?: () => void) {
    const bytes = await response;
    if (onAnswered !== undefined) await later();
    onAnswered?.();
    socket.write(bytes);
  }

  function ask(question: ReplayQuestion): ReplayAnswer {
    const levels = trace?.levels() ?? [];
    if (question === 'trace') trace = createTrace();
    if (question === 'end trace') trace = undefined;
    return { ...counts, levels };
  }

  const server = createServer({ noDelay: true }, (socket) => {
    const read = createRequestReader((request) => answer(socket, request));
    // A request that can't be read ends its connection; gateways are ended while theirs are open.
    socket.on('data', (chunk) => {
      try {
        read(chunk);
      } catch (error) {
        socket.destroy(error instanceof Error ? error : undefined);
      }
    });
    socket.on('error', () => socket.destroy());
  });
  return { server, ask };
}

/** Answers what was asked together at once: what a gateway could merge then is not left to chance. */
function together(afterMs: number): () => Promise<void> {
  let round: Promise<void> | undefined;
  return () => {
    round ??= wait(afterMs).then(() => {
      round = undefined;
    });
    return round;
  };
}
