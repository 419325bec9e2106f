import type { EventHandler, JobHandler } from '@accounts-center/subgraph-kit';
import { createCarryPublished } from './carry-published.service.ts';
import { createCrossPost } from './cross-post.service.ts';
import { createDeliver } from './deliver.service.ts';
import { createDeliveryNews } from './delivery-news.service.ts';
import { createForgetDeletions, createOriginalDeleted } from './original-deleted.service.ts';
import { createProgress } from './progress.ts';
import { createPublishHome } from './publish-home.service.ts';
import { createRetryDeliveries } from './retry-deliveries.service.ts';
import { createSetSharing } from './set-sharing.service.ts';
import { DELIVER, PUBLISH_HOME } from './sharing.jobs.ts';
import { DEFAULT_PACE, type SharingDependencies, type SharingService } from './sharing.ts';
import { createStopDeliveries } from './stop-deliveries.service.ts';

export type { SharingPace, SharingService } from './sharing.ts';

/** Sharing as the composition root needs it: what resolvers call, what the outbox runs, what apps tell. */
export interface Sharing {
  readonly service: SharingService;
  readonly jobs: Readonly<Record<string, JobHandler>>;
  readonly events: Readonly<Record<string, EventHandler>>;
  /** Forgets deletions for which nothing can come any more; called now and then. */
  sweep(): Promise<void>;
}

export function createSharing(deps: SharingDependencies): Sharing {
  const pace = { ...DEFAULT_PACE, ...deps.pace };
  const progress = createProgress();
  const stop = createStopDeliveries(deps);
  const home = createPublishHome(deps, pace, stop);
  return {
    service: {
      ...createCrossPost(deps, pace, { home, progress }),
      ...createSetSharing(deps, stop),
      ...createRetryDeliveries(deps, pace, progress),
    },
    jobs: {
      [DELIVER]: createDeliver(deps, pace, progress),
      [PUBLISH_HOME]: home.job,
      ...createDeliveryNews(deps).jobs,
    },
    events: { 'post.published': createCarryPublished(deps), 'post.deleted': createOriginalDeleted(deps, stop) },
    sweep: createForgetDeletions(deps),
  };
}
