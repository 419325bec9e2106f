import { ChangeContactPointDocument, type ContactPointStateFragment } from '../../generated/operations.ts';
import { useKeyedAction } from '../graph/use-action.ts';
import { AddressForm } from './address-form.tsx';

/** Replaces an address; the old one stays in force until the new one is verified. */
export function ChangeContactPoint({
  contactPoint: { id, address },
}: {
  readonly contactPoint: ContactPointStateFragment;
}) {
  const change = useKeyedAction(ChangeContactPointDocument, (data) => data.changeContactPoint);
  return (
    <details>
      <summary>
        Change<span className="unseen"> {address}</span>
      </summary>
      <AddressForm
        label={`Change ${address}`}
        field={`New address instead of ${address}`}
        submit="Change it"
        onSubmit={async (next) => (await change.run({ contactPointId: id, address: next })) !== undefined}
        action={change}
      />
    </details>
  );
}
