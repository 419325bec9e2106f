import { AddContactPointDocument } from '../../generated/operations.ts';
import { useKeyedAction } from '../graph/use-action.ts';
import { AddressForm } from './address-form.tsx';

/** Adds a mail address to an account; a code is sent to it. */
export function AddContactPoint({ accountId }: { readonly accountId: string }) {
  const add = useKeyedAction(AddContactPointDocument, (data) => data.addContactPoint);
  return (
    <AddressForm
      label="Add a mail address"
      field="New mail address"
      submit="Add it"
      onSubmit={async (address) => (await add.run({ accountId, address })) !== undefined}
      action={add}
    />
  );
}
