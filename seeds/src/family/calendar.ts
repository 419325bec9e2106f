// Seeds end at a fixed instant, as the same family has to come out next year.
const UNTIL = new Date('2026-01-01T00:00:00Z');
const DAY_MS = 24 * 60 * 60_000;

/** When things happened in the family. */
export const calendar = {
  firstAccount: before(1_100),
  lastAccount: before(90),
  lastLink: before(30),
  lastSetting: before(10),
  until: UNTIL,
} as const;

/** An instant later by some seconds. */
export function later(instant: Date, seconds: number): Date {
  return new Date(instant.getTime() + seconds * 1_000);
}

function before(days: number): Date {
  return new Date(UNTIL.getTime() - days * DAY_MS);
}
