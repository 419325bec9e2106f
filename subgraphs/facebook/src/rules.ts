import type { Rules } from '@accounts-center/app-kit';

/** Facebook: long posts, each for whom its author says. */
export const facebookRules: Rules = {
  username: { minLength: 5, maxLength: 50, pattern: '[a-z0-9.]+', coolDown: null },
  displayName: { maxLength: 75, coolDown: { times: 1, days: 60 } },
  post: {
    maxTextLength: 63_206,
    minMedia: 0,
    maxMedia: 10,
    mediaKinds: ['PHOTO', 'VIDEO'],
    maxVideoDurationMs: 240 * 60_000,
    minAspectRatio: 0.1,
    maxAspectRatio: 10,
    audience: 'PER_POST',
  },
};
