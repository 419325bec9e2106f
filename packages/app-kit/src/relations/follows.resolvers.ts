import type { AppRelation, Resolvers } from '../generated/app.ts';
import type { Relation } from './relation.ts';
import { changeRelation, connectionsOf, relationOf, requestsOf } from './relations.resolvers.ts';

/** For apps with followers. */
export const followsResolvers: Pick<Resolvers, 'Query' | 'Mutation' | 'AppUser'> = {
  Query: {
    appFollowRequests: (_, args, context) => requestsOf(args, context),
  },
  Mutation: {
    followAppUser: (_, { input }, context) => changeRelation(input, context, context.services.follows.follow),
    unfollowAppUser: (_, { input }, context) => changeRelation(input, context, context.services.follows.unfollow),
    acceptAppFollower: (_, { input }, context) => changeRelation(input, context, context.services.follows.accept),
    removeAppFollower: (_, { input }, context) =>
      changeRelation(input, context, context.services.follows.removeFollower),
  },
  AppUser: {
    followers: (user, args, context) => connectionsOf('followers', user, args, context),
    following: (user, args, context) => connectionsOf('following', user, args, context),
    viewerRelation: async (user, _, context) => {
      const relation = await relationOf(user, context);
      return relation && wordFor(relation);
    },
  },
};

function wordFor({ outgoing }: Relation): AppRelation {
  if (outgoing === undefined) return 'NONE';
  return outgoing === 'ACCEPTED' ? 'FOLLOWING' : 'REQUESTED';
}
