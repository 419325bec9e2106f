import { checkLine, createDetails, type Details, type FeatureParts } from '@accounts-center/app-kit';
import { aboutTables } from './about.table.ts';

const MAX_LENGTH = 139;

/** The lines that accounts show about themselves; nothing but spaces takes a line away. */
export type Abouts = Details<{ readonly line: string }, 'NOT_ONE_LINE' | 'TOO_LONG', string>;

export function createAbouts(parts: Pick<FeatureParts, 'db' | 'services'>): Abouts {
  return createDetails(parts, parts.db.tables(aboutTables).about, (text) => {
    const checked = checkLine(text, MAX_LENGTH);
    if (!checked.ok) return checked;
    return { ok: true, value: checked.line === '' ? null : { line: checked.line } };
  });
}
