import { pageArguments, toConnection } from '@accounts-center/subgraph-kit';
import { actsAs, forgetLoaded, requireAccount, requireViewer } from '../context.ts';
import type { Resolvers } from '../generated/app.ts';
import type { User } from '../users/user.ts';
import { postCursor, postPosition } from './post-cursor.ts';
import { postError, publishErrors } from './post-errors.ts';

/** Posts. */
export const postsResolvers: Pick<Resolvers, 'Query' | 'Mutation' | 'AppPost'> = {
  Query: {
    appPost: async (_, { id }, { loaders }) => (await loaders.posts.load(id)) ?? null,
    appFeed: async (_, args, context) => {
      const page = pageArguments(args, postPosition);
      return toConnection(await context.services.posts.feed(requireAccount(context), page), page, postCursor);
    },
  },
  Mutation: {
    publishAppPost: async (_, { input }, context) => {
      if (!actsAs(context, input.authorId)) return { post: null, userErrors: [postError('ACCOUNT_NOT_FOUND')] };
      const { authorId, text = '', audience, mediaIds = [], idempotencyKey } = input;
      const result = await context.services.publishing.publish({ authorId, text, audience, mediaIds, idempotencyKey });
      forgetLoaded(context);
      return result.ok ? { post: result.post, userErrors: [] } : { post: null, userErrors: publishErrors(result) };
    },
    deleteAppPost: async (_, { input }, context) => {
      const { postId, idempotencyKey } = input;
      const authorId = requireViewer(context).accountId;
      const result = await context.services.publishing.remove({ postId, authorId, idempotencyKey });
      forgetLoaded(context);
      if (result.ok) return { deletedPostId: result.deletedPostId, userErrors: [] };
      const code = result.code === 'KEY_REUSED' ? 'IDEMPOTENCY_KEY_REUSED' : result.code;
      return { deletedPostId: null, userErrors: [postError(code)] };
    },
  },
  AppPost: {
    __resolveReference: async ({ id }, { loaders }) => (await loaders.posts.load(id)) ?? null,
    author: async ({ authorId }, _, { loaders }) => existing(await loaders.users.load(authorId)),
    media: async ({ id }, _, { loaders }) => {
      const mediaIds = (await loaders.mediaOfPosts.load(id)) ?? [];
      const files = await Promise.all(mediaIds.map((mediaId) => loaders.media.load(mediaId)));
      return files.filter((file) => file !== undefined);
    },
  },
};

function existing(author: User | undefined): User {
  if (author === undefined) throw new Error('A post has no author.');
  return author;
}
