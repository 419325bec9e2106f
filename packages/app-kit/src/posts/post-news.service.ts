import type { Database, Writer } from '@accounts-center/db';
import type { EventNotes, JobHandler } from '@accounts-center/subgraph-kit';
import { z } from 'zod';
import type { Relations } from '../relations/relations.service.ts';
import type { Users } from '../users/users.service.ts';
import { effectiveAudience } from '../visibility/visibility.ts';
import { createPostsStore } from './posts.store.ts';

const POST_PUBLISHED = 'events.post-published';
const subject = z.object({ postId: z.string() });
/** Who may see a post that is not for everybody is named in its event. */
const MAX_NAMED = 5_000;

/** Notes that a post was published, for the subscribers of `postPublished`. */
export function notePostPublished(notes: EventNotes, tx: Writer, postId: string): Promise<void> {
  return notes.note(tx, POST_PUBLISHED, { postId });
}

/**
 * The job that tells them so. A post that is not for everybody is told to nobody but those who may see it: others would learn
 * that there is one from the null in its place.
 * @param parts.typeName of the app's posts in the graph: `FacebookPost`
 */
export function createPostNews(parts: {
  readonly db: Database;
  readonly notes: EventNotes;
  readonly users: Pick<Users, 'active'>;
  readonly relations: Pick<Relations, 'pages'>;
  readonly typeName: string;
}): { readonly jobs: Readonly<Record<string, JobHandler>> } {
  const { db, notes, users, relations, typeName } = parts;
  const store = createPostsStore(db);

  async function followersOf(accountId: string): Promise<string[]> {
    const page = { first: MAX_NAMED, after: undefined };
    const followers = (await relations.pages('followers', [accountId], page)).get(accountId) ?? [];
    return followers.slice(0, MAX_NAMED).map(({ userId }) => userId);
  }

  const job = notes.job(async (payload) => {
    const [post] = await store.byIds(db.read, [subject.parse(payload).postId]);
    const author = post && (await users.active(db.read, post.authorId));
    if (!author) return [];
    const isForAll = effectiveAudience(author, post.audience) === 'PUBLIC';
    const audience = isForAll ? undefined : [author.id, ...(await followersOf(author.id))];
    const value = { __typename: typeName, id: post.id };
    return [{ field: 'postPublished', arguments: { authorId: author.id }, value, audience }];
  });
  return { jobs: { [POST_PUBLISHED]: job } };
}
