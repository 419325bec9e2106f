import type { Database, Reader } from '@accounts-center/db';
import type { Clock } from '@accounts-center/subgraph-kit';
import { createCommands, type Outcome } from '../commands/commands.service.ts';
import { type PostRefusal, storedPostRefusal } from '../posts/check-post.ts';
import type { PostWriter } from '../posts/post-writer.service.ts';
import { type Drafts, draftBody, type SourcedDraft } from './drafts.service.ts';

export interface Publication {
  readonly state: 'UNSEEN' | 'PUBLISHED' | 'REFUSED' | 'WITHDRAWN';
  readonly postId: string | null;
  /** Empty unless it was refused. */
  readonly refusals: readonly PostRefusal[];
}

/** What accounts-center publishes here: one post for a key at most, whatever is lost or sent twice (X8). */
export interface Publications {
  find(key: string): Promise<Publication>;
  /** Publishes, or refuses the key for good. */
  publish(key: string, draft: SourcedDraft): Promise<Publication | 'KEY_REUSED'>;
  /**
   * Makes sure that nothing is published under a key, now and later (X10).
   * @param keepPublished leaves a post that is there already
   */
  withdraw(key: string, keepPublished: boolean): Promise<Publication>;
}

const unseen: Publication = { state: 'UNSEEN', postId: null, refusals: [] };
const withdrawn: Publication = { state: 'WITHDRAWN', postId: null, refusals: [] };

export function createPublications(parts: {
  db: Database;
  clock: Clock;
  kick: () => void;
  drafts: Drafts;
  posts: PostWriter;
}): Publications {
  const { db, clock, kick, drafts, posts } = parts;
  const commands = createCommands({ db, clock, operation: 'publishPost', refusal: storedPostRefusal });

  async function publicationOf(reader: Reader, outcome: Outcome<PostRefusal> | undefined): Promise<Publication> {
    if (outcome === undefined) return unseen;
    if (outcome.state === 'REFUSED') return { ...outcome, postId: null };
    const post = outcome.state === 'DONE' ? await posts.find(reader, outcome.resultId) : undefined;
    return post === undefined ? withdrawn : { state: 'PUBLISHED', postId: post.id, refusals: [] };
  }

  /** What its author, the app's rules and a sister's answers say to a draft, with its files fetched. */
  async function prepare(key: string, draft: SourcedDraft) {
    const { refusals } = await drafts.check(draft);
    if (refusals.length > 0) return { ok: false, refusals } as const;
    const taken = await drafts.take(key, draft);
    return taken.ok ? taken : ({ ok: false, refusals: [taken.refusal] } as const);
  }

  return {
    find: async (key) => publicationOf(db.read, await commands.find(db.read, key)),
    publish: async (key, draft) => {
      const command = { key, body: draftBody(draft) };
      let outcome = await commands.earlier(command);
      if (outcome === undefined) {
        const prepared = await prepare(key, draft);
        outcome = await commands.run(command, async (tx) => {
          if (!prepared.ok) return { state: 'REFUSED', refusals: prepared.refusals };
          const id = posts.newId();
          const added = await posts.add(tx, prepared.draft, { id, publicationKey: key });
          return added.ok ? { state: 'DONE', resultId: id } : { state: 'REFUSED', refusals: added.refusals };
        });
        kick();
      }
      return outcome === 'KEY_REUSED' ? outcome : publicationOf(db.read, outcome);
    },
    withdraw: async (key, keepPublished) => {
      const publication = await db.write(async (tx) => {
        const found = await publicationOf(tx, await commands.close(tx, key));
        const post = found.postId === null || keepPublished ? undefined : await posts.find(tx, found.postId);
        if (post === undefined) return found;
        await posts.remove(tx, post);
        return withdrawn;
      });
      kick();
      return publication;
    },
  };
}
