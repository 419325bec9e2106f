/** How `SharingSettings` is answered: one setting from Facebook's account to Instagram's, or none. */
export function sharingSettings(choice?: 'ALWAYS' | 'ASK') {
  const setting = {
    __typename: 'SharingSetting',
    kind: 'POST',
    from: { __typename: 'FacebookUser', id: 'facebook-1' },
    to: { __typename: 'InstagramUser', id: 'instagram-1' },
    choice,
  };
  const sharingSettingsOf = choice === undefined ? [] : [setting];
  return {
    viewer: {
      __typename: 'Viewer',
      accountsCenter: { __typename: 'AccountsCenter', id: 'ctr_1', sharingSettings: sharingSettingsOf },
    },
  };
}

/** A post's sharing with one delivery, to Instagram's account. */
export function sharing(state: string, delivery: object) {
  const facts = { id: 'dlv_1', state: 'DELIVERED', reason: null, message: null, attempts: 1, nextAttemptAt: null };
  const target = { __typename: 'InstagramUser', id: 'instagram-1', app: 'INSTAGRAM' };
  return { __typename: 'PostSharing', state, deliveries: [{ __typename: 'Delivery', target, ...facts, ...delivery }] };
}

/** How `SharedPosts` is answered. */
export function sharedPosts(...nodes: object[]) {
  const facts = { __typename: 'FacebookPost', text: 'Mountains', createdAt: '2026-11-23T10:00:00.000Z' };
  const posts = {
    __typename: 'FacebookPostConnection',
    nodes: nodes.map((node, index) => ({ ...facts, id: `fbp_${index}`, ...node })),
  };
  return { viewer: { __typename: 'Viewer', user: { __typename: 'FacebookUser', id: 'facebook-1', posts } } };
}
