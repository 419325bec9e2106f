import type { Writer } from '@accounts-center/db';
import type { Viewer } from '../context.ts';
import type { LinkErrorCode, ProfileField } from '../generated/accounts-center.ts';
import type { Authorize, IdentityService, PasswordProof } from '../identity/identity.service.ts';
import type { MembershipService } from '../membership/membership.service.ts';
import type { SliceDependencies } from '../slice.ts';
import type { Result } from '../user-errors.ts';

/** What linking asks of the other slices. */
export interface LinkingDependencies extends Pick<SliceDependencies, 'db' | 'clock' | 'ids' | 'idempotency' | 'kick'> {
  readonly membership: MembershipService;
  readonly identity: Pick<IdentityService, 'verifyPassword' | 'isActive'>;
  readonly authorize: Authorize;
  readonly profileSync: {
    /** Ends everything that keeps the account the same as others, and returns the fields it did so for. */
    stopFor(tx: Writer, accountId: string): Promise<readonly ProfileField[]>;
  };
  readonly sharing: {
    /** Ends the settings between the account and the others, and cancels the copies on their way. */
    stopFor(tx: Writer, accountId: string, otherAccountIds: readonly string[]): Promise<StoppedSharing>;
  };
}

interface StoppedSharing {
  readonly removedSettings: number;
  /** At most 100, the newest. */
  readonly cancelledDeliveryIds: readonly string[];
  /** How many had been sent and not been answered: they may have come. */
  readonly deliveriesInFlight: number;
}

/** A flow as its owner sees it. */
export interface LinkFlowView {
  readonly id: string;
  readonly accountId: string;
  readonly isAccountProved: boolean;
  /** The account to be linked, once its control is proved. */
  readonly provedAccountId: string | null;
  readonly expiresAt: Date;
}

export interface LinkedAccount {
  readonly linkedAccountId: string;
  /** Null when an earlier answer is repeated and the viewer's account has left the center since. */
  readonly centerId: string | null;
}

/** What stopped when an account was taken out of its center (L8). */
export interface UnlinkReceiptView {
  readonly accountId: string;
  readonly unlinkedAt: Date;
  readonly stoppedSyncFields: readonly ProfileField[];
  readonly removedSharingSettings: number;
  readonly cancelledDeliveryIds: readonly string[];
  readonly deliveriesInFlight: number;
}

type LinkResult<Value extends object> = Promise<Result<Value, LinkErrorCode>>;

/** Links accounts with proof on both sides (L2), and takes them apart again (L8). */
export interface LinkingService {
  /** Begins a flow that brings another account into the viewer's center. */
  startLink(viewer: Viewer, input: { accountId: string }): LinkResult<{ flow: LinkFlowView }>;

  /** Notes in the flow which account a password has proved: the flow's own one, or the one to be linked. */
  proveAccountControl(
    viewer: Viewer,
    input: Omit<PasswordProof, 'clientAddress'> & { flowId: string },
    clientAddress: string | undefined,
  ): LinkResult<{ flow: LinkFlowView }>;

  /** Moves the proved account into the flow's center, and uses the flow up in the same transaction. */
  linkAccount(viewer: Viewer, input: { flowId: string; idempotencyKey: string }): LinkResult<LinkedAccount>;

  /** Gives an account of the viewer's center one of its own, and stops all that the link carried. Takes a recent sign-in (F2). */
  unlinkAccount(
    viewer: Viewer,
    input: { accountId: string; idempotencyKey: string },
  ): LinkResult<{ receipt: UnlinkReceiptView }>;

  /** Deletes the flows that ended unfinished; called now and then. */
  sweep(): Promise<void>;
}
