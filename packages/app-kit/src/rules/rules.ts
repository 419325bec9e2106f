import type { MediaKind } from '../media/media.ts';

/** At most `times` changes in any `days` days. */
export interface CoolDown {
  readonly times: number;
  readonly days: number;
}

export interface UsernameRules {
  readonly minLength: number;
  readonly maxLength: number;
  /** ECMAScript, flag `u`, for the whole username in lower case. */
  readonly pattern: string;
  readonly coolDown: CoolDown | null;
}

export interface DisplayNameRules {
  readonly maxLength: number;
  readonly coolDown: CoolDown | null;
}

/**
 * Whose choice a post's audience is. PER_POST: the post says it. PER_ACCOUNT: followers of a private account, everybody
 * otherwise. ALWAYS_PUBLIC: everybody.
 */
export type AudienceRule = 'PER_POST' | 'PER_ACCOUNT' | 'ALWAYS_PUBLIC';

export interface PostRules {
  readonly maxTextLength: number;
  readonly minMedia: number;
  readonly maxMedia: number;
  readonly mediaKinds: readonly MediaKind[];
  readonly maxVideoDurationMs: number;
  /** Width divided by height, narrowest and widest. */
  readonly minAspectRatio: number;
  readonly maxAspectRatio: number;
  readonly audience: AudienceRule;
}

/**
 * What makes one app differ from the next (PR4, X5), served as it is by the app contract. All lengths are in letters, as
 * `lettersIn` counts them.
 */
export interface Rules {
  readonly username: UsernameRules;
  readonly displayName: DisplayNameRules;
  /** Null when the app has no posts. */
  readonly post: PostRules | null;
}
