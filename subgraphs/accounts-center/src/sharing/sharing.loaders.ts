import type { Database } from '@accounts-center/db';
import { createLoader, groupBy } from '@accounts-center/subgraph-kit';
import type DataLoader from 'dataloader';
import { type CarriedPost, createCrossPostsStore } from './cross-posts.store.ts';
import { createDeliveriesStore, type Delivery } from './deliveries.store.ts';
import { createSharingSettingsStore, type SharingSetting } from './sharing-settings.store.ts';

/** Batches what many posts and accounts of one answer ask for. Made anew for every request. */
export interface SharingLoaders {
  /** Whose carried post it is, by its id in its home app; undefined when it is not carried anywhere. */
  readonly crossPost: DataLoader<string, CarriedPost | undefined>;
  /** The deliveries of a carried post in the order of its targets, by `CarriedPost.id`; undefined when there are none. */
  readonly deliveriesOf: DataLoader<string, readonly Delivery[] | undefined>;
  readonly delivery: DataLoader<string, Delivery | undefined>;
  /** The delivery that brought a copy, by the copy's id in its app; undefined when it is no copy. */
  readonly deliveryOfCopy: DataLoader<string, Delivery | undefined>;
  /** The settings of what an account publishes, by its id; undefined when all are NEVER. */
  readonly settingsFrom: DataLoader<string, readonly SharingSetting[] | undefined>;
}

export function createSharingLoaders({ db }: { db: Database }): SharingLoaders {
  const crossPosts = createCrossPostsStore(db);
  const deliveries = createDeliveriesStore(db);
  const settings = createSharingSettingsStore(db);
  return {
    crossPost: createLoader(async (postIds) => {
      return new Map((await crossPosts.byPosts(postIds)).map((found) => [found.postId ?? '', found]));
    }),
    deliveriesOf: createLoader(async (ids) =>
      groupBy(await deliveries.ofCrossPosts(ids), (found) => found.crossPostId),
    ),
    delivery: createLoader(async (ids) => new Map((await deliveries.byIds(ids)).map((found) => [found.id, found]))),
    deliveryOfCopy: createLoader(async (copyIds) => {
      return new Map((await deliveries.byCopies(copyIds)).map((found) => [found.copyId ?? '', found]));
    }),
    settingsFrom: createLoader(async (ids) => groupBy(await settings.settingsFrom(ids), (found) => found.fromId)),
  };
}
