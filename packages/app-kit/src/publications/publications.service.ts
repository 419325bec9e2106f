import type { Database, Reader } from '@accounts-center/db';
import type { Clock } from '@accounts-center/subgraph-kit';
import type { PostRefusal } from '../posts/check-post.ts';
import type { PostWriter } from '../posts/post-writer.service.ts';
import { hashOf } from '../rules/keys.ts';
import { writeResult } from '../write-result.ts';
import { type Drafts, draftBody, type SourcedDraft } from './drafts.service.ts';
import { createPublicationsStore, type PublicationRow } from './publications.store.ts';

export interface Publication {
  readonly state: 'UNSEEN' | 'PUBLISHED' | 'WITHDRAWN';
  readonly postId: string | null;
}

export type PublicationResult =
  | { readonly ok: true; readonly publication: Publication }
  | { readonly ok: false; readonly code: 'REFUSED'; readonly refusals: readonly PostRefusal[] }
  | { readonly ok: false; readonly code: 'KEY_REUSED' };

/** What accounts-center publishes here: one post for a key at most, whatever is lost or sent twice (X8). */
export interface Publications {
  find(key: string): Promise<Publication>;
  publish(key: string, draft: SourcedDraft): Promise<PublicationResult>;
  /**
   * Makes sure that nothing is published under a key, now and later (X10).
   * @param keepPublished leaves a post that is there already
   */
  withdraw(key: string, keepPublished: boolean): Promise<Publication>;
}

const unseen: Publication = { state: 'UNSEEN', postId: null };
const withdrawn: Publication = { state: 'WITHDRAWN', postId: null };

export function createPublications(parts: {
  db: Database;
  clock: Clock;
  kick: () => void;
  drafts: Drafts;
  posts: PostWriter;
}): Publications {
  const { db, clock, kick, drafts, posts } = parts;
  const store = createPublicationsStore(db);

  async function stateOf(reader: Reader, row: PublicationRow): Promise<Publication> {
    const post = row.postId === null ? undefined : await posts.find(reader, row.postId);
    return post === undefined ? withdrawn : { state: 'PUBLISHED', postId: post.id };
  }

  /** What to answer to a key that is there already; undefined when it is not. */
  async function earlier(reader: Reader, key: string, bodyHash: string): Promise<PublicationResult | undefined> {
    const row = await store.find(reader, key);
    if (row === undefined) return undefined;
    if (row.bodyHash !== null && row.bodyHash !== bodyHash) return { ok: false, code: 'KEY_REUSED' };
    return { ok: true, publication: await stateOf(reader, row) };
  }

  return {
    find: async (key) => {
      const row = await store.find(db.read, key);
      return row === undefined ? unseen : stateOf(db.read, row);
    },
    publish: async (key, draft) => {
      const bodyHash = hashOf(draftBody(draft));
      const known = await earlier(db.read, key, bodyHash);
      if (known !== undefined) return known;
      const refusals = await drafts.check(draft);
      if (refusals.length > 0) return { ok: false, code: 'REFUSED', refusals };
      const taken = await drafts.take(key, draft);
      if (!taken.ok) return { ok: false, code: 'REFUSED', refusals: [taken.refusal] };
      const result = await writeResult<PublicationResult>(db, async (tx) => {
        const raced = await earlier(tx, key, bodyHash);
        if (raced !== undefined) return raced;
        const id = posts.newId();
        const added = await posts.add(tx, taken.draft, { id, publicationKey: key });
        if (!added.ok) return added;
        await store.add(tx, { key, bodyHash, postId: id, createdAt: clock.now() });
        return { ok: true, publication: { state: 'PUBLISHED', postId: id } };
      });
      if (result.ok) kick();
      return result;
    },
    withdraw: (key, keepPublished) =>
      db.write(async (tx) => {
        const row = await store.find(tx, key);
        if (row === undefined) {
          await store.add(tx, { key, bodyHash: null, postId: null, createdAt: clock.now() });
          return withdrawn;
        }
        const publication = await stateOf(tx, row);
        if (publication.postId === null || keepPublished) return publication;
        await posts.remove(tx, publication.postId);
        await store.withdraw(tx, key);
        return withdrawn;
      }),
  };
}
