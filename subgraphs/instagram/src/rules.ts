import type { Rules } from '@accounts-center/app-kit';

/** Instagram: pictures first, for followers when the account is private, else for everybody. */
export const instagramRules: Rules = {
  username: { minLength: 1, maxLength: 30, pattern: '[a-z0-9._]+', coolDown: null },
  displayName: { maxLength: 64, coolDown: { times: 2, days: 14 } },
  post: {
    maxTextLength: 2_200,
    minMedia: 1,
    maxMedia: 10,
    mediaKinds: ['PHOTO', 'VIDEO'],
    maxVideoDurationMs: 60 * 60_000,
    minAspectRatio: 0.8,
    maxAspectRatio: 1.91,
    audience: 'PER_ACCOUNT',
  },
};
