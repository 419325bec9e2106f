import type { Writer } from '@accounts-center/db';
import type { Backoff } from '@accounts-center/subgraph-kit';
import type { Viewer } from '../context.ts';
import type { Audience, SharedKind, SharingChoice, SharingErrorCode } from '../generated/accounts-center.ts';
import type { Authorize } from '../identity/authorize.service.ts';
import type { MembershipService } from '../membership/membership.service.ts';
import type { SliceDependencies } from '../slice.ts';
import type { Result } from '../user-errors.ts';
import type { Delivery } from './deliveries.store.ts';
import type { SharingSetting } from './sharing-settings.store.ts';

export interface SharingDependencies extends SliceDependencies {
  readonly membership: MembershipService;
  readonly authorize: Authorize;
  readonly pace?: Partial<SharingPace>;
}

/** How patient sharing is. */
export interface SharingPace {
  /** For how long `crossPost` waits for its deliveries before it answers with how far they are. */
  readonly answerWaitMs: number;
  /** For how long a target may take to say whether it would take a copy, while the post waits. */
  readonly checkTimeoutMs: number;
  /** For how long a target may take to answer that it has a copy: it fetches the files meanwhile. */
  readonly sendTimeoutMs: number;
  /** How often a copy is sent before it counts as failed. */
  readonly maxAttempts: number;
  readonly backoff: Backoff;
  /** When a job resumes a publication at home that its request has left open. */
  readonly resumeAfterMs: number;
  /** For how long a post is sent to a home app that does not answer. After that, the app is to promise never to publish it. */
  readonly publishDeadlineMs: number;
}

export const DEFAULT_PACE: SharingPace = {
  answerWaitMs: 1_500,
  checkTimeoutMs: 2_000,
  sendTimeoutMs: 30_000,
  maxAttempts: 12,
  backoff: { baseMs: 1_000, maxMs: 600_000 },
  resumeAfterMs: 15_000,
  publishDeadlineMs: 10 * 60_000,
};

/** A post and its ways to other accounts. */
export interface SharedPost {
  /** Null while the home app has not answered, and once the post is deleted. */
  readonly postId: string | null;
  /** In the order of the targets. */
  readonly deliveries: readonly Delivery[];
}

export interface CrossPostRequest {
  readonly kind: SharedKind;
  readonly authorId: string;
  readonly text: string;
  readonly audience: Audience;
  readonly mediaIds: readonly string[];
  /** Null: the accounts whose setting is ALWAYS. */
  readonly targetAccountIds: readonly string[] | null;
  readonly idempotencyKey: string;
}

export interface SettingRequest {
  readonly kind: SharedKind;
  readonly fromAccountId: string;
  readonly toAccountId: string;
  readonly choice: SharingChoice;
  readonly idempotencyKey: string;
}

export interface RetryRequest {
  readonly postId: string;
  readonly idempotencyKey: string;
}

export type SharingResult<Value extends object> = Result<Value, SharingErrorCode>;

/** Carries what an account publishes to the other accounts of its center. */
export interface SharingService {
  /** Publishes at home, once, and carries copies: the post and one delivery per target (X3). */
  crossPost(viewer: Viewer, request: CrossPostRequest): Promise<SharingResult<{ shared: SharedPost }>>;

  /** Says what happens with what an account publishes. NEVER cancels what is on its way. */
  setSharing(
    viewer: Viewer,
    request: SettingRequest,
  ): Promise<SharingResult<{ setting: SharingSetting; cancelled: readonly Delivery[] }>>;

  /** Tries the failed deliveries of a post again, and no others (X8). */
  retryDeliveries(viewer: Viewer, request: RetryRequest): Promise<SharingResult<{ shared: SharedPost }>>;

  /** Ends the settings between an account and others, and what is on its way between them; part of an unlink (L8). */
  stopFor(
    tx: Writer,
    accountId: string,
    otherAccountIds: readonly string[],
  ): Promise<{ removedSettings: number; cancelledDeliveryIds: readonly string[]; deliveriesInFlight: number }>;
}
