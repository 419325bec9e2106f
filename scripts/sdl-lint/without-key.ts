const SETS = 'Sets what its input says, and tells nobody: a second time nothing changes.';
const RELATES = 'Puts or takes away what relates two accounts, and tells nobody: a second time nothing changes.';

/**
 * The mutations that take no idempotency key, each with why (decision 39). `App` and `app` stand for every app.
 * Whatever sends mail or events, or tells another service, is none of them.
 */
export const withoutKey: Readonly<Record<string, string>> = {
  signIn:
    'Its answer is told once: tokens are kept as hashes, so that the same can’t be given again. Guesses are counted.',
  refreshSession: 'The refresh token is the key: one whose answer was lost is traded again for 30 seconds.',
  signOut: 'Ends the session that it is sent with: a second time there is none to end.',
  startLink: 'Opens a flow that by itself does nothing and ends after 10 minutes; a second one stands beside it.',
  proveAccountControl:
    'A proof is of this moment: a second one takes the place of the first, and counts as a guess of its own.',
  updateAppAccount: SETS,
  updateFacebookBirthday: SETS,
  updateInstagramWebsite: SETS,
  updateMessengerNote: `${SETS} The 24 hours of a note run from the last time.`,
  updateWhatsAppAbout: SETS,
  followAppUser: RELATES,
  unfollowAppUser: RELATES,
  acceptAppFollower: RELATES,
  removeAppFollower: RELATES,
  addAppFriend: RELATES,
  removeAppFriend: RELATES,
};
