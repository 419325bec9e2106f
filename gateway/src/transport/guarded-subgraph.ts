import {
  type AbortSignalLike,
  backoffMs,
  createOutages,
  type Logger,
  type Outages,
  ServiceUnreachable,
} from '@accounts-center/subgraph-kit';
import type { SubgraphSettings } from '../settings/settings.ts';
import { Breaker, type CallVerdict } from './breaker.ts';
import { Bulkhead, type NoTurn } from './bulkhead.ts';
import type { BreakerState, CallObserver, CallOutcome } from './call-observer.ts';
import { pause } from './pause.ts';
import { RetryBudget } from './retry-budget.ts';
import type { SubgraphAnswer } from './subgraph-transport.ts';

const BACKOFF = { baseMs: 50, maxMs: 1_000 };

/** One call of a subgraph, however often it is sent. */
export interface GuardedCall {
  readonly mayRepeat: boolean;
  /** Aborted when nobody waits for the answer any more. */
  readonly signal: AbortSignalLike | undefined;
  /** How long the caller's whole request may still take. */
  timeLeftMs(): number;
  send(timeoutMs: number): Promise<SubgraphAnswer>;
}

export interface GuardParts {
  readonly log: Logger;
  readonly observer: CallObserver;
  /** In milliseconds, never going back. */
  readonly now: () => number;
  /** A number from 0 (included) to 1 (excluded). */
  readonly random: () => number;
}

type NoAnswer = Extract<SubgraphAnswer, { ok: false }>;

/** What stands before one subgraph: a bound for the calls under way, a breaker, repetition, and a time for all of that together. */
export class GuardedSubgraph {
  readonly #service: string;
  readonly #settings: SubgraphSettings;
  readonly #parts: GuardParts;
  readonly #breaker: Breaker;
  readonly #bulkhead: Bulkhead;
  readonly #budget: RetryBudget;
  readonly #rests: Outages;
  readonly #crowds: Outages;
  readonly #leftAlone: ServiceUnreachable;
  readonly #crowded: ServiceUnreachable;

  constructor(service: string, settings: SubgraphSettings, parts: GuardParts) {
    const { retryBudget, breakerRestMs, maxConcurrent } = settings;
    const { log, now } = parts;
    this.#service = service;
    this.#settings = settings;
    this.#parts = parts;
    this.#breaker = new Breaker(settings, { now, onChange: (state) => this.#breakerChanged(state) });
    this.#bulkhead = new Bulkhead(settings, (waiting) => this.#queueChanged(waiting));
    this.#budget = new RetryBudget(retryBudget, now);
    this.#rests = createOutages(log);
    this.#crowds = createOutages(log);
    const isLeft = `too many calls failed, so it is left alone for ${breakerRestMs} ms at a time`;
    this.#leftAlone = new ServiceUnreachable(service, new Error(isLeft));
    this.#crowded = new ServiceUnreachable(service, new Error(`${maxConcurrent} calls are under way, others waited`));
  }

  /** Never rejects. */
  ask(call: GuardedCall): Promise<SubgraphAnswer> {
    const beganAt = this.#parts.now();
    const answer = this.#inTurn(call, beganAt);
    return this.#parts.observer.onCall ? this.#observed(call, beganAt, answer) : answer;
  }

  async #observed(call: GuardedCall, beganAt: number, answer: Promise<SubgraphAnswer>): Promise<SubgraphAnswer> {
    const { observer, now } = this.#parts;
    observer.onCall?.(this.#service, outcomeOf(await answer, call.signal), now() - beganAt);
    return answer;
  }

  async #inTurn(call: GuardedCall, beganAt: number): Promise<SubgraphAnswer> {
    if (this.#breaker.refuses) return this.#refusal(this.#rests, this.#leftAlone);
    const { timeoutMs: timeOfCallMs, retries } = this.#settings;
    const timeLeftMs = call.timeLeftMs();
    const turn = this.#bulkhead.enter(Math.min(timeOfCallMs, timeLeftMs), call.signal);
    const isAtOnce = turn === 'entered';
    const told = typeof turn === 'string' ? turn : await turn;
    if (told !== 'entered') return this.#withoutTurn(told, timeLeftMs < timeOfCallMs);
    try {
      this.#budget.earn();
      const answer = isAtOnce ? this.#once(call, timeOfCallMs, timeLeftMs) : this.#onceMore(call, beganAt);
      const first = await answer;
      return call.mayRepeat && retries > 0 && mayChange(first) ? await this.#repeatedly(call, beganAt, first) : first;
    } finally {
      this.#bulkhead.leave();
    }
  }

  async #repeatedly(call: GuardedCall, beganAt: number, first: SubgraphAnswer): Promise<SubgraphAnswer> {
    const { observer, random } = this.#parts;
    let answer = first;
    for (let attempt = 1; attempt <= this.#settings.retries && mayChange(answer); attempt++) {
      const waitMs = backoffMs(BACKOFF, attempt, random);
      const leftMs = Math.min(this.#timeOfCallMs(beganAt), call.timeLeftMs());
      if (waitMs >= leftMs || call.signal?.aborted || this.#breaker.refuses || !this.#budget.spend()) break;
      await pause(waitMs, call.signal);
      if (call.signal?.aborted || this.#breaker.refuses) break;
      observer.onRetry?.(this.#service, attempt);
      answer = await this.#onceMore(call, beganAt);
    }
    return answer;
  }

  #onceMore(call: GuardedCall, beganAt: number): Promise<SubgraphAnswer> {
    return this.#once(call, this.#timeOfCallMs(beganAt), call.timeLeftMs());
  }

  /** @param timeLeftMs of the caller's whole request */
  async #once(call: GuardedCall, timeOfCallMs: number, timeLeftMs: number): Promise<SubgraphAnswer> {
    const isCutShort = timeLeftMs < timeOfCallMs;
    const timeoutMs = isCutShort ? timeLeftMs : timeOfCallMs;
    if (timeoutMs <= 0) return timeUp(isCutShort);
    const era = this.#breaker.begin();
    if (era === 0) return this.#refusal(this.#rests, this.#leftAlone);
    let answer: SubgraphAnswer;
    try {
      answer = await call.send(timeoutMs);
    } catch (cause) {
      answer = { ok: false, reason: 'unreachable', cause };
    }
    if (!answer.ok && answer.reason === 'timed-out' && isCutShort) answer = { ...answer, reason: 'late' };
    this.#breaker.end(era, verdictOf(answer, call.signal));
    return answer;
  }

  #timeOfCallMs(beganAt: number): number {
    return this.#settings.timeoutMs - Math.floor(this.#parts.now() - beganAt);
  }

  #refusal(outages: Outages, cause: ServiceUnreachable): NoAnswer {
    outages.failed(cause);
    return { ok: false, reason: 'refused', cause };
  }

  #withoutTurn(turn: NoTurn, isCutShort: boolean): NoAnswer {
    if (turn === 'gone') return { ok: false, reason: 'unreachable', cause: this.#crowded };
    const answer = this.#refusal(this.#crowds, this.#crowded);
    return turn === 'full' ? answer : { ...answer, reason: isCutShort ? 'late' : 'timed-out' };
  }

  #breakerChanged(state: BreakerState): void {
    if (state === 'open') this.#rests.failed(this.#leftAlone);
    if (state === 'closed') this.#rests.answered(this.#service);
    this.#parts.observer.onBreaker?.(this.#service, state);
  }

  #queueChanged(waiting: number): void {
    if (waiting === 0) this.#crowds.answered(this.#service);
    this.#parts.observer.onQueue?.(this.#service, waiting);
  }
}

function timeUp(isOfOperation: boolean): NoAnswer {
  const cause = new Error('The time of the request is up.');
  return { ok: false, reason: isOfOperation ? 'late' : 'timed-out', cause };
}

/** Whether the same call may get an answer: nothing that was said, and no time that was up, is reason to expect one. */
function mayChange(answer: SubgraphAnswer): boolean {
  return !answer.ok && (answer.reason === 'unreachable' || answer.reason === 'lost');
}

function verdictOf(answer: SubgraphAnswer, signal: AbortSignalLike | undefined): CallVerdict {
  // What is said may be wrong, but whoever says it is there: no client may have it left alone by what it asks for.
  if (answer.ok || answer.reason === 'unusable') return 'answers';
  return signal?.aborted || answer.reason === 'late' ? 'nothing' : 'fails';
}

function outcomeOf(answer: SubgraphAnswer, signal: AbortSignalLike | undefined): CallOutcome {
  if (answer.ok) return 'answered';
  return signal?.aborted ? 'gone' : answer.reason;
}
