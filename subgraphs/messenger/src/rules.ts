import type { Rules } from '@accounts-center/app-kit';

/** Messenger: posts as long as a message, each for whom its author says. */
export const messengerRules: Rules = {
  username: { minLength: 5, maxLength: 50, pattern: '[a-z0-9.]+', coolDown: null },
  displayName: { maxLength: 75, coolDown: null },
  post: {
    maxTextLength: 20_000,
    minMedia: 0,
    maxMedia: 10,
    mediaKinds: ['PHOTO', 'VIDEO'],
    maxVideoDurationMs: 60 * 60_000,
    minAspectRatio: 0.1,
    maxAspectRatio: 10,
    audience: 'PER_POST',
  },
};
