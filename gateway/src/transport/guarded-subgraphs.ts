import {
  type AbortSignalLike,
  type Clock,
  currentRequestId,
  type Logger,
  REQUEST_ID_HEADER,
  secureFraction,
} from '@accounts-center/subgraph-kit';
import { type Settings, settingsOfSubgraph } from '../settings/settings.ts';
import type { CallObserver } from './call-observer.ts';
import { type GuardedCall, GuardedSubgraph } from './guarded-subgraph.ts';
import { createHeaderRules, type HeaderRules, type HeaderValues } from './header-rules.ts';
import { publicAnswer } from './public-answer.ts';
import type { SubgraphAnswer, SubgraphOperation, SubgraphRequest } from './subgraph-transport.ts';

/** What is to be known of a caller to ask for it. */
export interface AskingCaller {
  /** When the whole operation has to be answered. */
  readonly answerBy?: Date;
  /** Headers of the client's request that some rule lets through, by name in lower case. */
  readonly forwarded?: HeaderValues;
}

/** The subgraphs as an engine sees them: it says what and for whom, everything else is done here. */
export interface GuardedSubgraphs<Caller> {
  /**
   * Runs one operation in one subgraph. The errors of the result are fit for the client. Never throws.
   * @param signal aborted when nobody waits for the answer any more
   */
  ask(service: string, operation: SubgraphOperation, caller: Caller, signal?: AbortSignalLike): Promise<SubgraphAnswer>;
}

export interface GuardedSubgraphsParts<Caller> {
  /** One way or another of sending one operation once. What it throws, no subgraph has got. */
  readonly send: (request: SubgraphRequest, caller: Caller) => Promise<SubgraphAnswer>;
  readonly settings: Settings['subgraphs'];
  readonly clock: Clock;
  readonly log: Logger;
  readonly observer?: CallObserver | undefined;
  /** Headers that tell a subgraph of which trace a call is. */
  readonly traceHeaders?: ((caller: Caller, service: string) => HeaderValues | undefined) | undefined;
  /** In milliseconds, never going back: the process's unless told. */
  readonly now?: () => number;
  /** A number from 0 (included) to 1 (excluded). */
  readonly random?: () => number;
}

/** The one way from an engine to subgraphs, whatever carries the calls: what its settings say of a subgraph is done here. */
export function guardSubgraphs<Caller extends AskingCaller>(
  parts: GuardedSubgraphsParts<Caller>,
): GuardedSubgraphs<Caller> {
  const { send, settings, clock, log, observer = {}, traceHeaders } = parts;
  const { now = () => performance.now(), random = secureFraction() } = parts;
  const rules = createHeaderRules(settings);
  const guards = new Map<string, GuardedSubgraph>();

  function guardOf(service: string): GuardedSubgraph {
    let guard = guards.get(service);
    if (!guard) {
      guard = new GuardedSubgraph(service, settingsOfSubgraph(settings, service), { log, observer, now, random });
      guards.set(service, guard);
    }
    return guard;
  }

  const way: Way<Caller> = { send, clock, rules, traceHeaders };
  return {
    ask: async (service, operation, caller, signal) => {
      const answer = await guardOf(service).ask(new Call(service, operation, caller, signal, way));
      return publicAnswer(answer, { service, signal }, log);
    },
  };
}

type Way<Caller> = Pick<GuardedSubgraphsParts<Caller>, 'send' | 'clock' | 'traceHeaders'> & {
  readonly rules: HeaderRules;
};

/** One operation for one subgraph. */
class Call<Caller extends AskingCaller> implements GuardedCall {
  readonly mayRepeat: boolean;
  readonly signal: AbortSignalLike | undefined;
  readonly #service: string;
  readonly #operation: SubgraphOperation;
  readonly #caller: Caller;
  readonly #way: Way<Caller>;

  constructor(
    service: string,
    operation: SubgraphOperation,
    caller: Caller,
    signal: AbortSignalLike | undefined,
    way: Way<Caller>,
  ) {
    this.mayRepeat = operation.isMutation === false;
    this.signal = signal;
    this.#service = service;
    this.#operation = operation;
    this.#caller = caller;
    this.#way = way;
  }

  timeLeftMs(): number {
    const { answerBy } = this.#caller;
    return answerBy ? answerBy.getTime() - this.#way.clock.now().getTime() : Number.POSITIVE_INFINITY;
  }

  send(timeoutMs: number): Promise<SubgraphAnswer> {
    const request = {
      service: this.#service,
      operation: this.#operation,
      headers: this.#headers(),
      timeoutMs,
      signal: this.signal,
    };
    return this.#way.send(request, this.#caller);
  }

  #headers(): Record<string, string> {
    const { rules, traceHeaders } = this.#way;
    const requestId = currentRequestId();
    const headers = rules.headersFor(this.#service, this.#caller.forwarded);
    if (traceHeaders) Object.assign(headers, traceHeaders(this.#caller, this.#service));
    if (requestId !== undefined) headers[REQUEST_ID_HEADER] = requestId;
    return headers;
  }
}
