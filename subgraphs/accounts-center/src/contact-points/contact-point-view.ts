import type { ContactPointRow } from './contact-points.store.ts';
import type { ContactPointView } from './contact-points.ts';

const HOLD_MS = 72 * 60 * 60_000;

/** What the owner sees of a contact point at an instant. */
export function viewOf({ id, address, verifiedAt, pendingAddress }: ContactPointRow, now: Date): ContactPointView {
  const holdEnd = verifiedAt && new Date(verifiedAt.getTime() + HOLD_MS);
  return {
    id,
    address,
    isVerified: verifiedAt !== null,
    verifiedAt,
    heldUntil: holdEnd !== null && holdEnd > now ? holdEnd : null,
    pendingAddress,
  };
}
