/** The present instant, as a port: services never read the system's time themselves. */
export interface Clock {
  now(): Date;
}

/** A clock that stands still until it is moved; for tests. */
export interface MovableClock extends Clock {
  /** Jumps to an instant, forwards or back. */
  set(instant: Date): void;
  /** Moves on by `ms` milliseconds. */
  advance(ms: number): void;
}

/** The machine's clock. */
export const systemClock: Clock = { now: () => new Date() };

/** A clock standing at `start`. */
export function movableClock(start: Date): MovableClock {
  let nowMs = start.getTime();
  return {
    now: () => new Date(nowMs),
    set: (instant) => {
      nowMs = instant.getTime();
    },
    advance: (ms) => {
      nowMs += ms;
    },
  };
}
