import type { ContactPointStateFragment } from '../../generated/operations.ts';
import { Instant } from '../forms/instant.tsx';
import { ChangeContactPoint } from './change-contact-point.tsx';
import { RemoveContactPoint } from './remove-contact-point.tsx';
import { VerifyContactPoint } from './verify-contact-point.tsx';

/** One mail address, with what can be done with it. */
export function ContactPoint({ contactPoint }: { readonly contactPoint: ContactPointStateFragment }) {
  const { address, isVerified, heldUntil, pendingAddress } = contactPoint;
  const unproved = isVerified ? pendingAddress : (pendingAddress ?? address);
  return (
    <li>
      <h3>{address}</h3>
      <p className="hint">
        {isVerified ? 'Verified.' : 'Not verified: counts for nothing yet.'}{' '}
        {heldUntil !== null && (
          <>
            New: gets no recovery code until <Instant at={heldUntil} />.
          </>
        )}{' '}
        {pendingAddress !== null && `Becomes ${pendingAddress} once that is verified.`}
      </p>
      {unproved !== null && <VerifyContactPoint contactPointId={contactPoint.id} address={unproved} />}
      <ChangeContactPoint contactPoint={contactPoint} />
      <RemoveContactPoint contactPoint={contactPoint} />
    </li>
  );
}
