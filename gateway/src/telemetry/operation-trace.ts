import { SPAN_KIND, type Span, type TraceContext, type Tracer, traceHeaders } from '@accounts-center/subgraph-kit';

/** More calls of one operation are not told one by one. */
const MAX_CALLS = 200;

/** A call of a subgraph for an operation. */
export interface CallTime {
  readonly service: string;
  readonly ms: number;
}

/** What telemetry notes of one operation on its way; it goes with the caller. */
export class OperationTrace {
  readonly beganAtMs = performance.now();
  /** Recorded where the request that it is part of is. */
  readonly span: Span | undefined;
  readonly calls: CallTime[] = [];
  /** Where the request stands in its trace. */
  readonly place: TraceContext | undefined;
  #headers: Readonly<Record<string, string>> | undefined;
  /** Whether an operation has it: each of a batch needs its own. */
  isTaken = false;
  #isOver = false;

  constructor(place: TraceContext | undefined, tracer: Tracer | undefined) {
    this.span = tracer?.begin(place, 'GraphQL operation', SPAN_KIND.internal);
    this.place = place;
  }

  /** Of calls that have no spans of their own. */
  get headers(): Readonly<Record<string, string>> {
    return (this.#headers ??= traceHeaders(this.span ?? this.place));
  }

  called(service: string, ms: number): void {
    if (!this.#isOver && this.calls.length < MAX_CALLS) this.calls.push({ service, ms });
  }

  /** It is answered. A subscription's events come later: they are no part of what is noted. */
  end(): void {
    this.#isOver = true;
    this.span?.end();
  }
}
