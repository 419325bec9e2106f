import { defineTables } from '@accounts-center/db';
import type { MainFile } from './files.ts';
import type { MediaAccess, MediaKind } from './media.ts';

/**
 * INCOMPLETE: its files are being stored or removed; to everybody it is not there. UPLOADED: complete, used by nothing.
 * ATTACHED: part of a post or profile.
 */
export type MediaState = 'INCOMPLETE' | 'UPLOADED' | 'ATTACHED';

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
    (t) => [d.index('media_owner_id_state').on(t.ownerId, t.state)],
  ),
}));
