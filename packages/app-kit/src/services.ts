import type { Database } from '@accounts-center/db';
import type { AppEntry } from '@accounts-center/schema';
import type { Clock, Idempotency, Ids, Outbox } from '@accounts-center/subgraph-kit';
import type { Media } from './media/media.ts';
import { createPostWriter } from './posts/post-writer.service.ts';
import { createPosts, type Posts } from './posts/posts.service.ts';
import { createPublishing, type Publishing } from './posts/publishing.service.ts';
import { createProfileChanges, type ProfileChanges } from './profile-changes/profile-changes.service.ts';
import { createReservations } from './profile-changes/reservations.service.ts';
import { createDrafts, type Drafts } from './publications/drafts.service.ts';
import { createPublications, type Publications } from './publications/publications.service.ts';
import { createFollows, type Follows } from './relations/follows.service.ts';
import { createFriends, type Friends } from './relations/friends.service.ts';
import { createRelations, type Relations } from './relations/relations.service.ts';
import type { Rules } from './rules/rules.ts';
import { createUsernames, type Usernames } from './usernames/usernames.service.ts';
import { createUsers, type Users } from './users/users.service.ts';

/** What an app can do, one service per feature. */
export interface AppServices {
  readonly rules: Rules;
  readonly media: Media;
  readonly usernames: Usernames;
  readonly users: Users;
  readonly relations: Relations;
  readonly follows: Follows;
  readonly friends: Friends;
  readonly posts: Posts;
  readonly publishing: Publishing;
  readonly drafts: Drafts;
  readonly publications: Publications;
  readonly profileChanges: ProfileChanges;
}

/** What the services of an app are made of. */
export interface AppParts {
  readonly entry: AppEntry;
  readonly rules: Rules;
  readonly db: Database;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly idempotency: Idempotency;
  readonly outbox: Outbox;
  /** Has the outbox looked at, after a write that put something in. */
  readonly kick: () => void;
  readonly media: Media;
}

/** Puts the services of an app together. */
export function createAppServices(parts: AppParts): AppServices {
  const { entry, rules, db, media } = parts;
  const usernames = createUsernames(db, rules.username);
  const users = createUsers({ ...parts, usernames, idPrefix: `${entry.idPrefix}u` });
  const relations = createRelations(db);
  const ofPosts = { ...parts, users, rules: rules.post, idPrefix: `${entry.idPrefix}p` };
  const posts = createPostWriter(ofPosts);
  const drafts = createDrafts({ ...ofPosts, posts });
  const reservations = createReservations({ ...parts, usernames });
  return {
    rules,
    media,
    usernames,
    users,
    relations,
    follows: createFollows({ ...parts, users, relations }),
    friends: createFriends({ ...parts, users, relations }),
    posts: createPosts({ ...ofPosts, relations }),
    publishing: createPublishing({ ...parts, posts }),
    drafts,
    publications: createPublications({ ...parts, posts, drafts }),
    profileChanges: createProfileChanges({ ...parts, service: entry.service, users, usernames, reservations }),
  };
}
