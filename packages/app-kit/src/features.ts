import { commandsTables } from './commands/commands.table.ts';
import { createForgetCommands } from './commands/forget-commands.service.ts';
import type { AppFeature } from './feature.ts';
import { createMedia } from './media/create-media.ts';
import { mediaResolvers } from './media/media.resolvers.ts';
import { mediaTables } from './media/media.table.ts';
import { createMediaHolds } from './media-holds/media-holds.service.ts';
import { createPostNews } from './posts/post-news.service.ts';
import { createPostWriter } from './posts/post-writer.service.ts';
import { postsResolvers } from './posts/posts.resolvers.ts';
import { createPosts } from './posts/posts.service.ts';
import { postsTables } from './posts/posts.table.ts';
import { createPublishing } from './posts/publishing.service.ts';
import { createInDoubtWatch } from './profile-changes/in-doubt.service.ts';
import { WATCH_PROFILE_CHANGE } from './profile-changes/in-doubt.ts';
import { createProfileChanges } from './profile-changes/profile-changes.service.ts';
import { profileChangesTables } from './profile-changes/profile-changes.table.ts';
import { createReservations } from './profile-changes/reservations.service.ts';
import { createDrafts } from './publications/drafts.service.ts';
import { createPublications } from './publications/publications.service.ts';
import { followsResolvers } from './relations/follows.resolvers.ts';
import { createFollows } from './relations/follows.service.ts';
import { friendsResolvers } from './relations/friends.resolvers.ts';
import { createFriends } from './relations/friends.service.ts';
import { createRelations } from './relations/relations.service.ts';
import { relationsTables } from './relations/relations.table.ts';
import { createUsernames } from './usernames/usernames.service.ts';
import { usernamesTables } from './usernames/usernames.table.ts';
import { createSuspensions } from './users/suspensions.service.ts';
import { usersResolvers } from './users/users.resolvers.ts';
import { createUsers } from './users/users.service.ts';
import { usersTables } from './users/users.table.ts';

const mediaFeature: AppFeature = {
  tables: [mediaTables, commandsTables],
  create: (parts) => {
    const { entry, db, services, admit, mediaStorage: storage } = parts;
    const slice = createMedia({ ...parts, app: entry, storage });
    const grants = admit(`${entry.service}/media`, 'accounts-center');
    const mayUpload = async (id: string) => (await services.users.active(db.read, id)) !== undefined;
    return {
      services: { media: slice.media, mediaHolds: createMediaHolds({ ...parts, media: slice.media }) },
      resolvers: mediaResolvers,
      jobs: slice.jobs,
      sweep: slice.sweep,
      mount: (server) => slice.mount(server, { grants, mayUpload }),
    };
  },
};

const commandsFeature: AppFeature = {
  tables: [commandsTables],
  create: (parts) => ({ sweep: createForgetCommands(parts) }),
};

const usersFeature: AppFeature = {
  tables: [usersTables, usernamesTables, commandsTables],
  create: (parts) => {
    const { entry, db, rules, services } = parts;
    const usernames = createUsernames(db, rules.username);
    const ofUsers = { ...parts, media: services.media, usernames, idPrefix: `${entry.idPrefix}u` };
    const users = createUsers(ofUsers);
    return { services: { usernames, users, suspensions: createSuspensions(parts) }, resolvers: usersResolvers };
  },
};

const relationsFeature: AppFeature = {
  tables: [relationsTables],
  create: (parts) => {
    const relations = createRelations(parts.db);
    const ofRelations = { ...parts, users: parts.services.users, relations };
    return {
      services: { relations, follows: createFollows(ofRelations), friends: createFriends(ofRelations) },
      resolvers: parts.entry.relation === 'follows' ? followsResolvers : friendsResolvers,
    };
  },
};

const postsFeature: AppFeature = {
  tables: [postsTables],
  create: (parts) => {
    const { entry, services, rules } = parts;
    const ofPosts = { ...parts, ...services, rules: rules.post, idPrefix: `${entry.idPrefix}p` };
    const postWriter = createPostWriter(ofPosts);
    const publishing = createPublishing({ ...parts, posts: postWriter });
    const { jobs } = createPostNews({ ...ofPosts, typeName: `${entry.type}Post` });
    return { services: { postWriter, publishing, posts: createPosts(ofPosts) }, resolvers: postsResolvers, jobs };
  },
};

const publicationsFeature: AppFeature = {
  tables: [commandsTables],
  create: (parts) => {
    const { media, users, postWriter } = parts.services;
    const drafts = createDrafts({ ...parts, media, users, posts: postWriter, rules: parts.rules.post });
    return { services: { drafts, publications: createPublications({ ...parts, drafts, posts: postWriter }) } };
  },
};

const profileChangesFeature: AppFeature = {
  tables: [profileChangesTables, commandsTables],
  create: (parts) => {
    const { media, users, usernames } = parts.services;
    const ofChanges = { ...parts, media, users, usernames, service: parts.entry.service };
    const reservations = createReservations(ofChanges);
    return {
      services: { profileChanges: createProfileChanges({ ...ofChanges, reservations }) },
      jobs: { [WATCH_PROFILE_CHANGE]: createInDoubtWatch(parts) },
    };
  },
};

/** What every app can do, each on those before it. */
export const commonFeatures: readonly AppFeature[] = [
  mediaFeature,
  usersFeature,
  relationsFeature,
  postsFeature,
  publicationsFeature,
  profileChangesFeature,
  commandsFeature,
];
