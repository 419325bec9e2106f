import type { AppRelation, Resolvers } from '../generated/app.ts';
import type { Relation } from './relation.ts';
import { changeRelation, connectionsOf, relationOf, requestsOf } from './relations.resolvers.ts';

/** For apps with friends. */
export const friendsResolvers: Pick<Resolvers, 'Query' | 'Mutation' | 'AppUser'> = {
  Query: {
    appFriendRequests: (_, args, context) => requestsOf(args, context),
  },
  Mutation: {
    addAppFriend: (_, { input }, context) => changeRelation(input, context, context.services.friends.add),
    removeAppFriend: (_, { input }, context) => changeRelation(input, context, context.services.friends.remove),
  },
  AppUser: {
    friends: (user, args, context) => connectionsOf('following', user, args, context),
    viewerRelation: async (user, _, context) => {
      const relation = await relationOf(user, context);
      return relation && wordFor(relation);
    },
  },
};

function wordFor({ outgoing, incoming }: Relation): AppRelation {
  if (outgoing === 'ACCEPTED') return 'FRIENDS';
  if (outgoing === 'REQUESTED') return 'REQUESTED';
  return incoming === 'REQUESTED' ? 'ASKED' : 'NONE';
}
