import { type AppEntry, renameResolversForApp } from '@accounts-center/schema';
import type { Resolvers } from './generated/app.ts';
import { dateTime } from './graphql/scalars.ts';
import { mediaResolvers } from './media/media.resolvers.ts';
import { postsResolvers } from './posts/posts.resolvers.ts';
import { followsResolvers } from './relations/follows.resolvers.ts';
import { friendsResolvers } from './relations/friends.resolvers.ts';
import { usersResolvers } from './users/users.resolvers.ts';

/** The resolvers of an app's subgraph, slice by slice, under the app's own names. */
export function appResolvers(entry: AppEntry): object {
  const relations = entry.relation === 'follows' ? followsResolvers : friendsResolvers;
  const template: Resolvers = {
    DateTime: dateTime,
    Query: { ...usersResolvers.Query, ...relations.Query, ...postsResolvers.Query },
    Mutation: { ...usersResolvers.Mutation, ...relations.Mutation, ...postsResolvers.Mutation },
    AppUser: { ...usersResolvers.AppUser, ...relations.AppUser },
    AppPost: { ...postsResolvers.AppPost },
    ...mediaResolvers,
  };
  return renameResolversForApp(template, entry);
}
