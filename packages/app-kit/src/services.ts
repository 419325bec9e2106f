import type { Media } from './media/media.ts';
import type { MediaHolds } from './media-holds/media-holds.service.ts';
import type { PostWriter } from './posts/post-writer.service.ts';
import type { Posts } from './posts/posts.service.ts';
import type { Publishing } from './posts/publishing.service.ts';
import type { ProfileChanges } from './profile-changes/profile-changes.service.ts';
import type { Drafts } from './publications/drafts.service.ts';
import type { Publications } from './publications/publications.service.ts';
import type { Follows } from './relations/follows.service.ts';
import type { Friends } from './relations/friends.service.ts';
import type { Relations } from './relations/relations.service.ts';
import type { Rules } from './rules/rules.ts';
import type { Usernames } from './usernames/usernames.service.ts';
import type { Suspensions } from './users/suspensions.service.ts';
import type { Users } from './users/users.service.ts';

/** What every app can do, as its features offer it. */
export interface AppServices {
  readonly rules: Rules;
  readonly media: Media;
  readonly mediaHolds: MediaHolds;
  readonly usernames: Usernames;
  readonly users: Users;
  readonly suspensions: Suspensions;
  readonly relations: Relations;
  readonly follows: Follows;
  readonly friends: Friends;
  readonly posts: Posts;
  readonly postWriter: PostWriter;
  readonly publishing: Publishing;
  readonly drafts: Drafts;
  readonly publications: Publications;
  readonly profileChanges: ProfileChanges;
}
