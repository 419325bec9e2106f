import { CircuitState, SamplingBreaker } from 'cockatiel';
import type { BreakerState } from './call-observer.ts';

export interface BreakerSettings {
  readonly breakerThreshold: number;
  readonly breakerWindowMs: number;
  readonly breakerMinimumCalls: number;
  readonly breakerRestMs: number;
}

/** What a call says of its subgraph; `nothing`, when it ended for another reason. */
export type CallVerdict = 'answers' | 'fails' | 'nothing';

/**
 * Leaves a subgraph alone for a while when too many of its calls fail. cockatiel's sampling says when; its policy around that is not
 * used, as it lets calls wait for the one that tries the subgraph again, and takes one that was given up for a success.
 */
export class Breaker {
  readonly #settings: BreakerSettings;
  readonly #now: () => number;
  readonly #onChange: (state: BreakerState) => void;
  #sample: SamplingBreaker | undefined;
  #countedAt = 0;
  #state: BreakerState = 'closed';
  #openedAt = 0;
  /** Calls of a state before this one say nothing any more. */
  #era = 1;

  /** @param now in milliseconds, never going back */
  constructor(settings: BreakerSettings, parts: { now: () => number; onChange: (state: BreakerState) => void }) {
    this.#settings = settings;
    this.#now = parts.now;
    this.#onChange = parts.onChange;
  }

  /** Whether no call may begin now. */
  get refuses(): boolean {
    return this.#state !== 'closed' && !this.#isRested();
  }

  /** @returns the number to end the call with; 0 when it may not begin */
  begin(): number {
    if (this.#state === 'closed') return this.#era;
    if (!this.#isRested()) return 0;
    this.#become('half-open');
    return this.#era;
  }

  end(era: number, verdict: CallVerdict): void {
    if (era !== this.#era) return;
    if (this.#state === 'half-open') this.#endTrial(verdict);
    else if (verdict !== 'nothing' && this.#isTooMuch(verdict === 'fails')) this.#open();
  }

  #isRested(): boolean {
    return this.#state === 'open' && this.#now() - this.#openedAt >= this.#settings.breakerRestMs;
  }

  #endTrial(verdict: CallVerdict): void {
    if (verdict === 'answers') {
      this.#sample = undefined;
      this.#become('closed');
    } else if (verdict === 'fails') this.#open();
    else this.#become('open'); // It has rested: the next call tries it.
  }

  #open(): void {
    this.#openedAt = this.#now();
    this.#become('open');
  }

  #become(state: BreakerState): void {
    this.#state = state;
    this.#era += 1;
    this.#onChange(state);
  }

  #isTooMuch(isFailure: boolean): boolean {
    const { breakerThreshold: threshold, breakerWindowMs } = this.#settings;
    if (threshold >= 1) return false;
    const now = this.#now();
    // Its windows go on only as calls come: after a pause it would count old ones.
    if (!this.#sample || now - this.#countedAt >= breakerWindowMs) this.#sample = sampleOf(this.#settings);
    this.#countedAt = now;
    if (isFailure) return this.#sample.failure(CircuitState.Closed);
    this.#sample.success(CircuitState.Closed);
    return false;
  }
}

function sampleOf(settings: BreakerSettings): SamplingBreaker {
  const { breakerThreshold: threshold, breakerWindowMs: duration, breakerMinimumCalls } = settings;
  // Half a call less, so that rounding does not make it one more.
  return new SamplingBreaker({ threshold, duration, minimumRps: ((breakerMinimumCalls - 0.5) * 1_000) / duration });
}
