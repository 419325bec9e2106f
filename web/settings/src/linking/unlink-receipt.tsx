import { Arrival } from '../forms/arrival.tsx';
import { Instant } from '../forms/instant.tsx';
import { fieldNames } from '../profile/words.ts';
import type { Receipt } from './unlink-account.tsx';

/** What stopped when an account was unlinked. */
export function UnlinkReceipt({ name, receipt }: { readonly name: string; readonly receipt: Receipt }) {
  const { unlinkedAt, stoppedSyncFields, removedSharingSettings, cancelledDeliveries, deliveriesInFlight } = receipt;
  const stopped = stoppedSyncFields.map((field) => fieldNames[field]).join(', ');
  return (
    <Arrival label="Receipt">
      <h3>Receipt: {name} was unlinked</h3>
      <dl>
        <dt>When</dt>
        <dd>
          <Instant at={unlinkedAt} />
        </dd>
        <dt>Sync that stopped</dt>
        <dd>{stopped === '' ? 'none' : `${stopped}. The values stay.`}</dd>
        <dt>Sharing settings that ended</dt>
        <dd>{removedSharingSettings}</dd>
        <dt>Copies on their way that were cancelled</dt>
        <dd>{cancelledDeliveries.length}</dd>
      </dl>
      {deliveriesInFlight > 0 && <p>{inFlight(deliveriesInFlight)}</p>}
    </Arrival>
  );
}

function inFlight(count: number): string {
  return count === 1
    ? 'One copy had been sent already and may still appear within moments.'
    : `${count} copies had been sent already and may still appear within moments.`;
}
