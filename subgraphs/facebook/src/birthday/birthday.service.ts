import { createDetails, type Details, type FeatureParts } from '@accounts-center/app-kit';
import { birthdayTables } from './birthday.table.ts';
import { type Birthday, isBirthday } from './birthday.ts';

/** The birthdays that accounts tell their friends. */
export type Birthdays = Details<Birthday, 'NO_SUCH_DAY'>;

export function createBirthdays(parts: Pick<FeatureParts, 'db' | 'clock' | 'services'>): Birthdays {
  const { birthday: table } = parts.db.tables(birthdayTables);
  return createDetails(parts, table, (birthday) => {
    const isOne = isBirthday(birthday, parts.clock.now());
    return isOne ? { ok: true, value: birthday } : { ok: false, code: 'NO_SUCH_DAY' };
  });
}
