import type { Rules } from '@accounts-center/app-kit';

/** WhatsApp: an account's posts are the updates of its channel, for everybody, with one photo or video at most. */
export const whatsAppRules: Rules = {
  username: { minLength: 3, maxLength: 35, pattern: '[a-z0-9._]+', coolDown: null },
  displayName: { maxLength: 25, coolDown: null },
  post: {
    maxTextLength: 4_096,
    minMedia: 0,
    maxMedia: 1,
    mediaKinds: ['PHOTO', 'VIDEO'],
    maxVideoDurationMs: 60 * 60_000,
    minAspectRatio: 0.1,
    maxAspectRatio: 10,
    audience: 'ALWAYS_PUBLIC',
  },
};
