import type { Rules } from '@accounts-center/app-kit';

/** Postcards: short texts, with a picture or without, for followers when the account is private, else for everybody. */
export const postcardsRules: Rules = {
  username: { minLength: 1, maxLength: 30, pattern: '[a-z0-9._]+', coolDown: null },
  displayName: { maxLength: 64, coolDown: { times: 2, days: 14 } },
  post: {
    maxTextLength: 500,
    minMedia: 0,
    maxMedia: 10,
    mediaKinds: ['PHOTO', 'VIDEO'],
    maxVideoDurationMs: 5 * 60_000,
    minAspectRatio: 0.1,
    maxAspectRatio: 10,
    audience: 'PER_ACCOUNT',
  },
};
