import { useState } from 'react';
import { type Receipt, UnlinkAccount } from '../linking/unlink-account.tsx';
import { UnlinkReceipt } from '../linking/unlink-receipt.tsx';
import { AccountCard } from './account-card.tsx';
import { useCenter } from './center.ts';

/** All accounts of the center. */
export function AccountsSection() {
  const { accounts, accountLimit } = useCenter();
  const [unlinked, setUnlinked] = useState<{ readonly name: string; readonly receipt: Receipt }>();
  return (
    <>
      <p>
        {accounts.length} of at most {accountLimit} accounts.
      </p>
      <ul className="accounts">
        {accounts.map((account) => (
          <AccountCard key={account.id} account={account}>
            {accounts.length > 1 && (
              <UnlinkAccount account={account} onUnlinked={(name, receipt) => setUnlinked({ name, receipt })} />
            )}
          </AccountCard>
        ))}
      </ul>
      {unlinked && <UnlinkReceipt key={unlinked.receipt.unlinkedAt} {...unlinked} />}
    </>
  );
}
