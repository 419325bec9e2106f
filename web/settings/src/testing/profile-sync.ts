import type { ProfileField, ProfileSyncState } from '../../generated/operations.ts';

/** How `ProfileSync` is answered: Facebook's account, Instagram's with the states told, and the sources. */
export function profileSync(
  states: Partial<Record<ProfileField, ProfileSyncState>>,
  sources: Partial<Record<ProfileField, string>> = {},
) {
  const accountsCenter = {
    __typename: 'AccountsCenter',
    id: 'ctr_1',
    profileSources: Object.entries(sources).map(([field, id]) => ({
      __typename: 'ProfileSource',
      field,
      source: { __typename: id.startsWith('facebook') ? 'FacebookUser' : 'InstagramUser', id },
    })),
  };
  const settings = Object.entries(states).map(([field, state]) => ({
    __typename: 'ProfileSyncSetting',
    field,
    isOn: state !== 'OFF',
    state,
  }));
  const accounts = [
    { __typename: 'FacebookUser', id: 'facebook-1', profileSync: settings },
    { __typename: 'InstagramUser', id: 'instagram-1', profileSync: settings },
  ];
  return { viewer: { __typename: 'Viewer', accounts, accountsCenter } };
}

/** A refusal of a profile change. */
export function refusal(facts: object) {
  return {
    __typename: 'ProfileError',
    code: 'COOL_DOWN',
    message: 'No.',
    field: null,
    app: null,
    until: null,
    alternatives: [],
    ...facts,
  };
}

/** A change that took effect. */
export function applied(id: string) {
  return {
    __typename: 'ProfileChangeResult',
    user: { __typename: 'FacebookUser', id, app: 'FACEBOOK' },
    state: 'APPLIED',
    fields: [],
  };
}
