import { checkLine, createDetails, type Details, type FeatureParts } from '@accounts-center/app-kit';
import { sweepUntil } from '@accounts-center/subgraph-kit';
import { noteTables } from './note.table.ts';

const MAX_LENGTH = 60;
const SHOWN_FOR_MS = 24 * 60 * 60_000;

/** A line that is shown until it expires. */
interface Note {
  readonly text: string;
  readonly expiresAt: Date;
}

type NoteDetails = Details<Note, 'NOT_ONE_LINE' | 'TOO_LONG', string>;

/** The notes that accounts show their friends; nothing but spaces takes a note away. */
export interface Notes extends NoteDetails {
  /** Deletes the expired ones, which nobody is shown any more. */
  sweep(): Promise<void>;
}

export function createNotes(parts: Pick<FeatureParts, 'db' | 'clock' | 'services'>): Notes {
  const { db, clock } = parts;
  const { note: table } = db.tables(noteTables);
  const notes: NoteDetails = createDetails(parts, table, (text) => {
    const checked = checkLine(text, MAX_LENGTH);
    if (!checked.ok) return checked;
    const expiresAt = new Date(clock.now().getTime() + SHOWN_FOR_MS);
    return { ok: true, value: checked.line === '' ? null : { text: checked.line, expiresAt } };
  });
  return {
    update: notes.update,
    of: async (userIds) => {
      const now = clock.now();
      const kept = await notes.of(userIds);
      return new Map([...kept].filter(([, { expiresAt }]) => expiresAt > now));
    },
    sweep: () => sweepUntil(db, clock.now(), { table, key: [table.userId], at: table.expiresAt }),
  };
}
