const AN_ACCOUNT = 'an id from ReadEverything';
const THE_FLOW = 'the id from StartLink';
const DORA = { app: 'INSTAGRAM', username: 'dora.lind', password: 'correct horse battery' };

/**
 * Variables to begin with, by operation, in the order in which the job is done. Ada is one of the demo people. Ids differ
 * on every machine.
 */
export const variables: Readonly<Record<string, object>> = {
  SignIn: { input: { app: 'FACEBOOK', username: 'ada.park', password: 'demo-password-1' } },
  ReadEverything: {},
  CrossPost: {
    input: {
      authorId: AN_ACCOUNT,
      text: 'Written once, read in two apps.',
      audience: 'PUBLIC',
      targetAccountIds: [AN_ACCOUNT],
      idempotencyKey: 'cross-post-1',
    },
  },
  RetryDeliveries: { input: { postId: 'the id from CrossPost', idempotencyKey: 'retry-deliveries-1' } },
  UpdateProfile: { input: { accountId: AN_ACCOUNT, displayName: 'Ada B. Park', idempotencyKey: 'update-profile-1' } },
  SyncProfile: {
    input: {
      sourceAccountId: AN_ACCOUNT,
      accountIds: [AN_ACCOUNT],
      fields: ['DISPLAY_NAME'],
      idempotencyKey: 'sync-profile-1',
    },
  },
  StartLink: { input: { accountId: AN_ACCOUNT } },
  ProveAccountControl: { input: { flowId: THE_FLOW, ...DORA } },
  LinkAccount: { input: { flowId: THE_FLOW, idempotencyKey: 'link-account-1' } },
  UnlinkAccount: { input: { accountId: AN_ACCOUNT, idempotencyKey: 'unlink-account-1' } },
  SignUp: { input: { ...DORA, displayName: 'Dora Lind', idempotencyKey: 'sign-up-dora-1' } },
};
