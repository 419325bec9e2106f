/** A day in a year, and which year where it is told. */
export interface Birthday {
  /** 1 to 12. */
  readonly month: number;
  readonly day: number;
  readonly year: number | null;
}

const EARLIEST_YEAR = 1900;
const SOME_LEAP_YEAR = 2000;

/** Whether there is such a day, and it is not still to come. */
export function isBirthday({ month, day, year }: Birthday, now: Date): boolean {
  const date = new Date(Date.UTC(year ?? SOME_LEAP_YEAR, month - 1, day));
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return false;
  return year === null || (year >= EARLIEST_YEAR && date <= now);
}
