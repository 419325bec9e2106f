import type { TableDefinition } from '@accounts-center/db';
import { idempotencyTables, outboxTables } from '@accounts-center/subgraph-kit';
import { mediaTables } from './media/media.table.ts';
import { postsTables } from './posts/posts.table.ts';
import { profileChangesTables } from './profile-changes/profile-changes.table.ts';
import { publicationsTables } from './publications/publications.table.ts';
import { relationsTables } from './relations/relations.table.ts';
import { usernamesTables } from './usernames/usernames.table.ts';
import { usersTables } from './users/users.table.ts';

/** Every table of an app; the migrations are made from this list. */
export const appTables: readonly TableDefinition[] = [
  usersTables,
  usernamesTables,
  relationsTables,
  postsTables,
  publicationsTables,
  profileChangesTables,
  mediaTables,
  outboxTables,
  idempotencyTables,
];

/** The folder of the migrations that all apps share. */
export const appMigrations = new URL('../migrations', import.meta.url);
