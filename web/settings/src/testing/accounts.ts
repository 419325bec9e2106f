import type { Account, Center } from '../accounts/center.ts';
import { apps } from '../apps/apps.ts';

/** An account of a person called Ada. */
export function accountOf(service: string, facts: Partial<Account> = {}): Account {
  const app = apps.find((entry) => entry.service === service);
  if (app === undefined) throw new Error(`There is no app ${service}.`);
  const id = `${service}-1`;
  const profile = { id, username: `ada.${service}`, displayName: 'Ada Park', isVerified: false, photo: null };
  return { id, app, isOwn: false, linkedAt: '2026-11-23T10:00:00.000Z', profile, ...facts };
}

/** A center of Facebook, signed in, and Instagram. */
export const twoAccounts: Center = centerOf([accountOf('facebook', { isOwn: true }), accountOf('instagram')]);

export function centerOf(accounts: readonly Account[]): Center {
  const own = accounts.find(({ isOwn }) => isOwn);
  if (own === undefined) throw new Error('Nobody is signed in to any of these accounts.');
  return { accounts, own, accountLimit: 25 };
}

const facebook = { __typename: 'FacebookUser', id: 'facebook-1' };
const instagram = { __typename: 'InstagramUser', id: 'instagram-1' };

/** How `AccountsCenter` is answered for the person of `twoAccounts`. */
export const centerAnswer = {
  viewer: {
    __typename: 'Viewer',
    user: facebook,
    accounts: [
      { ...facebook, app: 'FACEBOOK', linkedAt: null },
      { ...instagram, app: 'INSTAGRAM', linkedAt: null },
    ],
    accountsCenter: { __typename: 'AccountsCenter', id: 'ctr_1', accountLimit: 25 },
  },
};

/** How `Profiles` is answered for them: by their usernames, null for an account whose app is down. */
export function profilesAnswer(onFacebook: string | null, onInstagram: string | null) {
  const profile = { displayName: 'Ada Park', isVerified: false, photo: null };
  const accounts = [
    onFacebook === null ? null : { ...facebook, username: onFacebook, ...profile },
    onInstagram === null ? null : { ...instagram, username: onInstagram, ...profile },
  ];
  return { viewer: { __typename: 'Viewer', accounts } };
}

/** What the graph answers when the person of `twoAccounts` signs in again. */
export const signInAgainAnswers = {
  SignIn: () => ({
    signIn: {
      session: {
        __typename: 'Session',
        user: facebook,
        accessToken: 'a2',
        accessTokenExpiresAt: '2026-11-23T10:10:00.000Z',
        refreshToken: 'r2',
      },
      userErrors: [],
    },
  }),
  SignOut: () => ({ signOut: { isSignedOut: true } }),
};
