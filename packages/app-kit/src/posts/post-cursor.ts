import { newestFirst } from '../paging/newest-first.ts';
import type { Post } from './post.ts';

/** Where lists of posts go on. */
export const postPosition = newestFirst('posts');

/** The cursor behind a post. */
export function postCursor(post: Post): string {
  return postPosition.encode([post.createdAt.getTime(), post.id]);
}
