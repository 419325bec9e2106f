import type { TableDefinition } from '@accounts-center/db';
import { idempotencyTables, inboxTables, outboxTables } from '@accounts-center/subgraph-kit';
import { contactPointsTables } from './contact-points/contact-points.table.ts';
import { endedSessionsTables } from './identity/ended-sessions.table.ts';
import { guessesTables } from './identity/guesses.table.ts';
import { identityTables } from './identity/identity.table.ts';
import { signingKeysTables } from './identity/signing-keys.table.ts';
import { linkingTables } from './linking/linking.table.ts';
import { membershipTables } from './membership/membership.table.ts';
import { profileTables } from './profile/profile.table.ts';
import { profileSyncTables } from './profile-sync/profile-sync.table.ts';
import { sharingTables } from './sharing/sharing.table.ts';

/** Every table of the service; the migrations are made from this list. */
export const tables: readonly TableDefinition[] = [
  membershipTables,
  identityTables,
  endedSessionsTables,
  signingKeysTables,
  guessesTables,
  contactPointsTables,
  linkingTables,
  profileTables,
  profileSyncTables,
  sharingTables,
  outboxTables,
  inboxTables,
  idempotencyTables,
];

/** The folder of the migrations. */
export const migrations = new URL('../migrations', import.meta.url);
