import type { Viewer } from '../context.ts';
import type { ContactPointErrorCode } from '../generated/accounts-center.ts';
import type { Authorize } from '../identity/identity.service.ts';
import type { Mails } from '../mail/mail.service.ts';
import type { SecretBox } from '../secret-box.ts';
import type { SliceDependencies } from '../slice.ts';
import type { Result } from '../user-errors.ts';

/** A contact point as its owner sees it. */
export interface ContactPointView {
  readonly id: string;
  readonly address: string;
  readonly isVerified: boolean;
  readonly verifiedAt: Date | null;
  /** Until when `address` can receive no recovery code; null when not held. */
  readonly heldUntil: Date | null;
  readonly pendingAddress: string | null;
}

type ContactPointResult<Value extends object = { contactPoint: ContactPointView }> = Promise<
  Result<Value, ContactPointErrorCode>
>;

/** Adds, changes and removes addresses; each needs a recent authentication (F2). */
export interface ContactPointChanges {
  /** Adds an address, and sends a code to it. */
  addContactPoint(
    viewer: Viewer,
    input: { accountId: string; address: string; idempotencyKey: string },
    clientAddress: string | undefined,
  ): ContactPointResult;

  /** Replaces the address: of a verified contact point once the new one is verified, of another at once. */
  changeContactPoint(
    viewer: Viewer,
    input: { contactPointId: string; address: string; idempotencyKey: string },
    clientAddress: string | undefined,
  ): ContactPointResult;

  /** Removes a contact point; its address is told when it was verified. */
  removeContactPoint(
    viewer: Viewer,
    input: { contactPointId: string; idempotencyKey: string },
  ): ContactPointResult<{ removedContactPointId: string }>;
}

/** Proves that mail arrives. */
export interface ContactPointProofs {
  /** Sends a new code; the older ones end. */
  resendContactPointCode(
    viewer: Viewer,
    input: { contactPointId: string; idempotencyKey: string },
    clientAddress: string | undefined,
  ): ContactPointResult;

  /** Puts the address that the code was sent to in force; an address that it replaces is told. */
  verifyContactPoint(
    viewer: Viewer,
    input: { contactPointId: string; code: string; idempotencyKey: string },
  ): ContactPointResult;
}

/** The mail addresses of accounts. Each method acts for the viewer's own account only. */
export interface ContactPointsService extends ContactPointChanges, ContactPointProofs {
  /** Deletes codes that count no more. */
  sweep(): Promise<void>;
}

export interface ContactPointsDependencies extends SliceDependencies {
  readonly authorize: Authorize;
  readonly mails: Mails;
  readonly secretBox: SecretBox;
}
