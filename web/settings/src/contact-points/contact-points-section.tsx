import { useQuery } from '@apollo/client/react';
import { ContactPointsDocument } from '../../generated/operations.ts';
import { useCenter } from '../accounts/center.ts';
import { Missing } from '../forms/missing.tsx';
import { AddContactPoint } from './add-contact-point.tsx';
import { ContactPoint } from './contact-point.tsx';

/** The mail addresses of the signed-in account. */
export function ContactPointsSection() {
  const { own } = useCenter();
  const { data, error } = useQuery(ContactPointsDocument, { errorPolicy: 'all' });
  const contactPoints = data?.viewer?.user?.contactPoints;
  if (!contactPoints) return <Missing error={error} />;
  return (
    <>
      {contactPoints.length === 0 && <p>None yet.</p>}
      <ul className="contact-points">
        {contactPoints.map((contactPoint) => (
          <ContactPoint key={contactPoint.id} contactPoint={contactPoint} />
        ))}
      </ul>
      <AddContactPoint accountId={own.id} />
    </>
  );
}
