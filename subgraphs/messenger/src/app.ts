import { type App, type AppFeature, appEntry } from '@accounts-center/app-kit';
import { noteResolvers } from './note/note.resolvers.ts';
import { createNotes } from './note/note.service.ts';
import { noteTables } from './note/note.table.ts';
import { messengerRules } from './rules.ts';

const note: AppFeature = {
  tables: [noteTables],
  create: (parts) => {
    const notes = createNotes(parts);
    return { resolvers: noteResolvers(notes), sweep: notes.sweep };
  },
};

/** Messenger: what makes it differ from its sisters. */
export const app: App = {
  entry: appEntry('MESSENGER'),
  rules: messengerRules,
  features: [note],
  migrations: new URL('../migrations', import.meta.url),
};
