import { defineTables } from '@accounts-center/db';
import type { MainFile } from './files.ts';
import type { MediaAccess, MediaKind, MediaUser } from './media.ts';

/** INCOMPLETE: its files are being stored or removed; to everybody it is not there. */
export type MediaState = 'INCOMPLETE' | 'COMPLETE';

/** Files, who uses them – what nothing uses is removed in time – and the uploads that are under way. */
export const mediaTables = defineTables((d) => ({
  media: d.table(
    'media',
    {
      id: d.text('id').primaryKey(),
      ownerId: d.text('owner_id').notNull(),
      kind: d.text('kind').notNull().$type<MediaKind>(),
      mainFile: d.text('main_file').notNull().$type<MainFile>(),
      width: d.integer('width').notNull(),
      height: d.integer('height').notNull(),
      durationMs: d.integer('duration_ms'),
      sizeBytes: d.integer('size_bytes').notNull(),
      contentHash: d.text('content_hash').notNull(),
      altText: d.text('alt_text'),
      state: d.text('state').notNull().$type<MediaState>(),
      access: d.text('access').notNull().$type<MediaAccess>(),
      importKey: d.text('import_key').unique(),
      createdAt: d.instant('created_at').notNull(),
    },
    (t) => [d.index('media_owner_id_created_at').on(t.ownerId, t.createdAt)],
  ),
  mediaUse: d.table(
    'media_use',
    {
      mediaId: d.text('media_id').notNull(),
      user: d.text('used_by').notNull().$type<MediaUser>(),
      /** Which of those: the id of a post, an account, an entry in the history, or the key of a change or a hold. */
      userId: d.text('user_id').notNull(),
    },
    (t) => [d.primaryKey([t.mediaId, t.user, t.userId]), d.index('media_use_user').on(t.user, t.userId)],
  ),
  uploadSlot: d.table(
    'upload_slot',
    {
      id: d.text('id').primaryKey(),
      ownerId: d.text('owner_id').notNull(),
      sizeBytes: d.integer('size_bytes').notNull(),
      leaseUntil: d.instant('lease_until').notNull(),
    },
    (t) => [d.index('upload_slot_owner_id').on(t.ownerId)],
  ),
  /** What claims of slots lock; nothing is ever left in it. */
  uploadClaim: d.table('upload_claim', { ownerId: d.text('owner_id').primaryKey() }),
}));
