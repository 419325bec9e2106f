import { createLoader } from '@accounts-center/subgraph-kit';
import type DataLoader from 'dataloader';
import type { MediaFacts } from './media/media.ts';
import type { Position } from './paging/newest-first.ts';
import { createPageLoader, type PageLoader } from './paging/page-loader.ts';
import type { Post } from './posts/post.ts';
import { closenessOf, noRelation, type Related, type Relation } from './relations/relation.ts';
import type { AppServices } from './services.ts';
import type { User } from './users/user.ts';
import { type Closeness, maySeePost, visibleAudiences } from './visibility/visibility.ts';

/** Look-ups of one request, each for any number of keys at once. What the viewer may not see loads as undefined. */
export interface Loaders {
  readonly users: DataLoader<string, User | undefined>;
  /** How the viewer stands to an account; undefined where there is nothing between them, or nobody is signed in. */
  readonly relations: DataLoader<string, Relation | undefined>;
  readonly posts: DataLoader<string, Post | undefined>;
  /** The media ids of a post, in their order. */
  readonly mediaOfPosts: DataLoader<string, readonly string[] | undefined>;
  readonly media: DataLoader<string, MediaFacts | undefined>;
  readonly postPages: PageLoader<User, Position, Post>;
  readonly followers: PageLoader<User, Position, Related>;
  readonly following: PageLoader<User, Position, Related>;
  /** How close the viewer is to an account. */
  closeness(userId: string): Promise<Closeness>;
}

/** @param viewerId the account of this app that is signed in, if one is */
export function createLoaders(services: AppServices, viewerId: string | undefined): Loaders {
  const users = createLoader(services.users.byIds);
  const relations = createLoader((ids: readonly string[]) => services.relations.of(viewerId, ids));

  async function closeness(userId: string): Promise<Closeness> {
    if (userId === viewerId) return 'SELF';
    return closenessOf((await relations.load(userId)) ?? noRelation);
  }

  async function maySee(post: Post): Promise<boolean> {
    const author = await users.load(post.authorId);
    return author !== undefined && maySeePost(post, author, await closeness(author.id));
  }

  return {
    users,
    relations,
    closeness,
    posts: createLoader(async (ids: readonly string[]) => {
      const posts = [...(await services.posts.byIds(ids)).values()];
      const visible = await Promise.all(posts.map(maySee));
      return new Map(posts.filter((_, index) => visible[index]).map((post) => [post.id, post]));
    }),
    mediaOfPosts: createLoader(services.posts.mediaIdsOf),
    media: services.media.loader(),
    postPages: createPageLoader(async (authors, page) => {
      const wanted = authors.map(async (author) => {
        return { authorId: author.id, audiences: visibleAudiences(author, await closeness(author.id)) };
      });
      return services.posts.pages(await Promise.all(wanted), page);
    }),
    followers: createPageLoader((owners, page) => services.relations.pages('followers', owners.map(idOf), page)),
    following: createPageLoader((owners, page) => services.relations.pages('following', owners.map(idOf), page)),
  };
}

function idOf({ id }: User): string {
  return id;
}
