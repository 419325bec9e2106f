/** What the tab of an operation opens with. */
interface Opening {
  /** What to know before it is run; the comment at the top of the tab. */
  readonly notes: readonly string[];
  /**
   * `{{SignIn.signIn.session.user.id}}`: what the last answer to SignIn has at that path; `{{photo}}`: a photo just uploaded;
   * `{{usernameOnInstagram}}`: how Ben is called there by now; `{{letters}}`: some that no walk before this one had.
   */
  readonly variables: object;
}

const ME = '{{SignIn.signIn.session.user.id}}';
const OTHER = '{{ProveAccountControl.proveAccountControl.flow.provedAccount.id}}';
const FLOW = '{{StartLink.startLink.flow.id}}';
const PASSWORD = 'demo-password-1';

/** By operation, in the order of the walk in the README, so that each tab runs as opened when those before it have run. */
export const openings: Readonly<Record<string, Opening>> = {
  SignIn: {
    notes: [
      'Run the tabs from left to right. This one signs in for all of them, for ten minutes: run it again after that.',
      'What stands in {{ }} in the variables is filled in from the answer of the tab that it names.',
    ],
    variables: { input: { app: 'FACEBOOK', username: 'ben.okoro', password: PASSWORD } },
  },
  StartLink: {
    notes: ['Begins to link an account of another app to the signed-in one.'],
    variables: { input: { accountId: ME } },
  },
  ProveAccountControl: {
    notes: [
      'On Instagram Ben is ben_on_film until SyncProfile has run, and ben.okoro from then on: which of the two is looked up.',
    ],
    variables: { input: { flowId: FLOW, app: 'INSTAGRAM', username: '{{usernameOnInstagram}}', password: PASSWORD } },
  },
  LinkAccount: {
    notes: [
      'An idempotencyKey makes it safe to run a tab twice: what was done is not done again.',
      'SAME_ACCOUNT: the two are linked since an earlier walk, so go on with the next tab.',
    ],
    variables: { input: { flowId: FLOW, idempotencyKey: `link-${FLOW}` } },
  },
  SyncProfile: {
    notes: ['Instagram takes the username and the photo from Facebook.'],
    variables: {
      input: {
        sourceAccountId: ME,
        accountIds: [OTHER],
        fields: ['USERNAME', 'PHOTO'],
        idempotencyKey: `sync-${FLOW}`,
      },
    },
  },
  UpdateProfile: {
    notes: ['Changes one account, and those that follow it in what it changes: here the photo of both.'],
    variables: { input: { accountId: ME, photoId: '{{photo}}', idempotencyKey: `update-${FLOW}` } },
  },
  CrossPost: {
    notes: ['Publishes on Facebook, and a copy on Instagram. For another post take another idempotencyKey.'],
    variables: {
      input: {
        kind: 'POST',
        authorId: ME,
        text: 'Mountains at dusk.',
        audience: 'PUBLIC',
        mediaIds: ['{{photo}}'],
        targetAccountIds: [OTHER],
        idempotencyKey: `post-${FLOW}`,
      },
    },
  },
  RetryDeliveries: {
    notes: ['Tries the failed copies again; those that are there stay as they are.'],
    variables: { input: { postId: '{{CrossPost.crossPost.post.id}}', idempotencyKey: `retry-${FLOW}` } },
  },
  ReadEverything: {
    notes: ['The viewer is whoever is signed in: null when nobody is.'],
    variables: {},
  },
  UnlinkAccount: {
    notes: ['Parts the two again. It takes a sign-in of the last ten minutes.'],
    variables: { input: { accountId: OTHER, idempotencyKey: `unlink-${FLOW}` } },
  },
  SignUp: {
    notes: ['Makes a new account with a username of its own, and signs in to it.'],
    variables: {
      input: {
        app: 'INSTAGRAM',
        username: 'dora.{{letters}}',
        password: 'correct horse battery',
        displayName: 'Dora Lind',
        idempotencyKey: `sign-up-${FLOW}`,
      },
    },
  },
};
