import type { Audience, Post } from '../posts/post.ts';
import type { User } from '../users/user.ts';

/** How a viewer stands to an account, as far as seeing goes. Who is not signed in to the app is a stranger. */
export type Closeness = 'SELF' | 'ACCEPTED' | 'STRANGER';

const all: readonly Audience[] = ['PUBLIC', 'FOLLOWERS'];
const open: readonly Audience[] = ['PUBLIC'];

/**
 * Whose posts a viewer may see, the one place that says so: an account's switch to private narrows what it published for
 * everybody, and switching back never widens what it published for followers.
 */
export function visibleAudiences(author: User, closeness: Closeness): readonly Audience[] {
  if (closeness !== 'STRANGER') return all;
  return author.isPrivate ? [] : open;
}

/** Who may see what an account has published for an audience: copies of it are for nobody else (X4). */
export function effectiveAudience({ isPrivate }: Pick<User, 'isPrivate'>, audience: Audience): Audience {
  return isPrivate ? 'FOLLOWERS' : audience;
}

/** Whether a viewer may see a post. */
export function maySeePost(post: Post, author: User, closeness: Closeness): boolean {
  return visibleAudiences(author, closeness).includes(post.audience);
}

/** Whether a viewer may see whom an account is connected with. */
export function maySeeConnections(owner: User, closeness: Closeness): boolean {
  return !owner.isPrivate || closeness !== 'STRANGER';
}
