import { type AbortSignalLike, SPAN_KIND, Span, traceHeaders } from '@accounts-center/subgraph-kit';
import type { EngineSubgraphs } from '../engine/engine-options.ts';
import type { SubgraphAnswer, SubgraphOperation } from '../transport/subgraph-transport.ts';
import { OperationTrace } from './operation-trace.ts';

/** Who asks, with what telemetry notes of the operation, or of one call for it. */
export interface TracedCaller {
  readonly trace?: unknown;
}

/** How many calls of each subgraph are under way. */
export type CallsUnderWay = ReadonlyMap<string, { readonly count: number }>;

/** What is the same for all calls of one subgraph. */
interface Called {
  count: number;
  readonly spanName: string;
  readonly attributes: Readonly<Record<string, string>>;
}

/** The headers that tell a subgraph where a call stands in its trace. */
export function callHeaders({ trace }: TracedCaller): Readonly<Record<string, string>> | undefined {
  if (trace instanceof OperationTrace) return trace.headers;
  return trace instanceof Span ? traceHeaders(trace) : undefined;
}

/** Notes how long each call of a subgraph takes, and records it where the operation is recorded. */
export class TracedSubgraphs<Caller extends TracedCaller> implements EngineSubgraphs<Caller> {
  readonly #subgraphs: EngineSubgraphs<Caller>;
  readonly #called = new Map<string, Called>();

  constructor(subgraphs: EngineSubgraphs<Caller>) {
    this.#subgraphs = subgraphs;
  }

  get underWay(): CallsUnderWay {
    return this.#called;
  }

  async ask(
    service: string,
    operation: SubgraphOperation,
    caller: Caller,
    signal?: AbortSignalLike,
  ): Promise<SubgraphAnswer> {
    const called = this.#calledBy(service);
    const trace = caller.trace instanceof OperationTrace ? caller.trace : undefined;
    const span = trace?.span?.child(called.spanName, SPAN_KIND.client, called.attributes);
    const beganAtMs = performance.now();
    called.count += 1;
    const answer = await this.#subgraphs.ask(service, operation, span ? { ...caller, trace: span } : caller, signal);
    called.count -= 1;
    trace?.called(service, performance.now() - beganAtMs);
    if (span) endCall(span, answer);
    return answer;
  }

  #calledBy(service: string): Called {
    let called = this.#called.get(service);
    if (!called) {
      const attributes = { 'graphql.subgraph.name': service, 'peer.service': service };
      called = { count: 0, spanName: `subgraph ${service}`, attributes };
      this.#called.set(service, called);
    }
    return called;
  }
}

function endCall(span: Span, answer: SubgraphAnswer): void {
  if (!answer.ok) span.fail(answer.reason);
  else if (answer.result.errors) span.set({ 'graphql.error.count': answer.result.errors.length });
  span.end();
}
