import type { ReactNode } from 'react';
import { Instant } from '../forms/instant.tsx';
import { AccountPhoto } from './account-photo.tsx';
import type { Account } from './center.ts';

interface AccountCardProps {
  readonly account: Account;
  /** What can be done with it. */
  readonly children?: ReactNode;
}

/** One account: who it is, and in which app. */
export function AccountCard({ account, children }: AccountCardProps) {
  const { app, isOwn, linkedAt, profile } = account;
  return (
    <li className="account">
      <AccountPhoto account={account} />
      <div className="account-words">
        <h3>{profile?.displayName ?? `${app.name} account`}</h3>
        <p>
          {profile === undefined ? `${app.name} does not answer at the moment.` : `${profile.username} · ${app.name}`}
        </p>
        <p className="hint">
          {isOwn && 'Signed in here. '}
          {profile?.isVerified === true && `Verified by ${app.name}. `}
          {linkedAt !== null && (
            <>
              Linked <Instant at={linkedAt} />.
            </>
          )}
        </p>
        {children}
      </div>
    </li>
  );
}
