import { defineTables } from '@accounts-center/db';
import type { Audience, MediaFacts, PostRefusal } from '../app-contract/app-facts.ts';
import type { DeliveryReason, SharedKind, SharingChoice } from '../generated/accounts-center.ts';
import type { DeliveryStage } from './delivery-states.ts';

/** What is carried: the author's words and files, as the home app has them. */
export interface SharedDraft {
  readonly text: string;
  readonly audience: Audience;
  readonly media: readonly MediaFacts[];
}

/** Where the post itself stands. PUBLISHING becomes any other, PUBLISHED becomes DELETED; the rest is for good. */
export type CrossPostState =
  /** On its way to its home app. */
  | 'PUBLISHING'
  | 'PUBLISHED'
  /** Its home app has refused it, after it had found nothing wrong before. */
  | 'REFUSED'
  /** Its author has deleted it. */
  | 'DELETED'
  /** Its home app was not reached, and never will publish it. Its idempotency key is free again. */
  | 'UNPUBLISHED';

export const sharingTables = defineTables((d) => {
  /** A standing setting that is not NEVER. */
  const sharingSetting = d.table(
    'sharing_setting',
    {
      kind: d.text('kind').$type<SharedKind>().notNull(),
      fromId: d.text('from_id').notNull(),
      toId: d.text('to_id').notNull(),
      choice: d.text('choice').$type<Exclude<SharingChoice, 'NEVER'>>().notNull(),
      setAt: d.instant('set_at').notNull(),
    },
    (t) => [d.primaryKey([t.fromId, t.toId, t.kind]), d.index('sharing_setting_to_id').on(t.toId)],
  );

  /** A post that is carried to other accounts. Its id is the key under which its home app publishes it. */
  const crossPost = d.table(
    'cross_post',
    {
      id: d.text('id').primaryKey(),
      kind: d.text('kind').$type<SharedKind>().notNull(),
      authorId: d.text('author_id').notNull(),
      /** Null once nothing can be sent any more: what the author has deleted is not kept here either. */
      draft: d.json<SharedDraft>('draft'),
      state: d.text('state').$type<CrossPostState>().notNull(),
      /** How many have set out to publish it. As long as it is one, that one knows all that may have happened. */
      publishers: d.integer('publishers').notNull(),
      /** Its id in its home app, once published. */
      postId: d.text('post_id'),
      /** Under which its author asked for it; null when it was made inside its app. */
      idempotencyKey: d.text('idempotency_key'),
      /** Why its home app refused it, so that the same request gets the same answer. */
      refusal: d.json<PostRefusal>('refusal'),
      createdAt: d.instant('created_at').notNull(),
    },
    (t) => [d.uniqueIndex('cross_post_post_id').on(t.postId)],
  );

  /** The way of one copy to one account. */
  const delivery = d.table(
    'delivery',
    {
      id: d.text('id').primaryKey(),
      crossPostId: d
        .text('cross_post_id')
        .notNull()
        .references(() => crossPost.id),
      position: d.integer('position').notNull(),
      kind: d.text('kind').$type<SharedKind>().notNull(),
      authorId: d.text('author_id').notNull(),
      targetId: d.text('target_id').notNull(),
      state: d.text('state').$type<DeliveryStage>().notNull(),
      /** Why it failed, was cancelled, or is about to be. */
      reason: d.text('reason').$type<DeliveryReason>(),
      /** The reason in the app's own words, with its limit; null where the reason's general words do. */
      message: d.text('message'),
      copyId: d.text('copy_id'),
      /** How often it was sent in this round. */
      attempts: d.integer('attempts').notNull(),
      /** Goes up with every retry by the owner. Each round has a key of its own at the target, as the last one's is refused. */
      round: d.integer('round').notNull(),
      nextAttemptAt: d.instant('next_attempt_at'),
      updatedAt: d.instant('updated_at').notNull(),
    },
    (t) => [
      d.uniqueIndex('delivery_cross_post_id').on(t.crossPostId, t.position),
      d.index('delivery_author_id').on(t.authorId, t.targetId, t.state),
      d.index('delivery_target_id').on(t.targetId, t.state),
      d.uniqueIndex('delivery_copy_id').on(t.copyId),
    ],
  );

  /** A post of which nothing but its deletion is known, as the event of its publication may come after that. */
  const deletedPost = d.table(
    'deleted_post',
    {
      postId: d.text('post_id').primaryKey(),
      /** The deletion's. What an app tells of an earlier one is out of date. */
      revision: d.integer('revision').notNull(),
      deletedAt: d.instant('deleted_at').notNull(),
    },
    (t) => [d.index('deleted_post_deleted_at').on(t.deletedAt)],
  );

  return { sharingSetting, crossPost, delivery, deletedPost };
});
