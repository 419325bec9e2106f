import { defineTables } from '@accounts-center/db';
import type { ProfileField } from '../generated/accounts-center.ts';
import type {
  ChangeState,
  DecidedValues,
  FieldVersions,
  FormerProfile,
  ParticipantState,
  ProblemRow,
  ProfileChange,
} from './profile-change.ts';

export const profileTables = defineTables((d) => {
  const profileChange = d.table(
    'profile_change',
    {
      id: d.text('id').primaryKey(),
      kind: d.text('kind').$type<ProfileChange['kind']>().notNull(),
      sourceAccountId: d.text('source_account_id').notNull(),
      actorId: d.text('actor_id').notNull(),
      idempotencyKey: d.text('idempotency_key').notNull(),
      fields: d.json<readonly ProfileField[]>('fields').notNull(),
      versions: d.json<FieldVersions>('versions').notNull(),
      state: d.text('state').$type<ChangeState>().notNull(),
      values: d.json<DecidedValues>('new_values'),
      problems: d.json<readonly ProblemRow[]>('problems'),
      createdAt: d.instant('created_at').notNull(),
      expiresAt: d.instant('expires_at').notNull(),
      decidedAt: d.instant('decided_at'),
    },
    (t) => [d.index('profile_change_state').on(t.state, t.createdAt)],
  );
  return {
    /** Which version of a value an account has. It stays with the account, whatever center that is in. */
    profileValue: d.table(
      'profile_value',
      {
        accountId: d.text('account_id').notNull(),
        field: d.text('field').$type<ProfileField>().notNull(),
        version: d.integer('version').notNull(),
        changeId: d.text('change_id').notNull(),
        changedAt: d.instant('changed_at').notNull(),
      },
      (t) => [d.primaryKey([t.accountId, t.field])],
    ),

    /** Of an account whose photo was copied from another's: the upload that all its copies go back to. */
    photoOrigin: d.table('photo_origin', {
      accountId: d.text('account_id').primaryKey(),
      /** The copy. It says nothing of a photo that came later. */
      photoId: d.text('photo_id').notNull(),
      originId: d.text('origin_id').notNull(),
    }),

    profileChange,

    profileChangePart: d.table(
      'profile_change_part',
      {
        key: d.text('key').primaryKey(),
        changeId: d
          .text('change_id')
          .notNull()
          .references(() => profileChange.id, { onDelete: 'cascade' }),
        position: d.integer('position').notNull(),
        accountId: d.text('account_id').notNull(),
        /** The account while its part is open, else null: an account is in one open change at a time. */
        heldAccountId: d.text('held_account_id'),
        fields: d.json<readonly ProfileField[]>('fields').notNull(),
        changed: d.json<readonly ProfileField[]>('changed').notNull(),
        before: d.json<FormerProfile>('before'),
        state: d.text('state').$type<ParticipantState>().notNull(),
      },
      (t) => [
        d.uniqueIndex('profile_change_part_held').on(t.heldAccountId),
        d.index('profile_change_part_change_id').on(t.changeId),
      ],
    ),
  };
});
