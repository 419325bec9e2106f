import type { Database, Reader } from '@accounts-center/db';
import type { Clock } from '@accounts-center/subgraph-kit';
import type { Media, MediaFacts } from '../media/media.ts';
import { type MediaSource, sourceBody, takeSource } from '../media-source/media-source.ts';
import { checkPost, type PostRefusal } from '../posts/check-post.ts';
import type { Audience } from '../posts/post.ts';
import type { Publishing } from '../posts/publishing.service.ts';
import { hashOf } from '../rules/keys.ts';
import type { PostRules } from '../rules/rules.ts';
import type { Users } from '../users/users.service.ts';
import { writeResult } from '../write-result.ts';
import { createPublicationsStore, type PublicationRow } from './publications.store.ts';

/** A post as accounts-center wants it published. */
export interface SourcedDraft {
  readonly authorId: string;
  readonly text: string;
  readonly audience: Audience;
  readonly media: readonly MediaSource[];
  readonly isCopy: boolean;
}

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
  /** Judges a draft, taking a sister's files for what they are said to be. */
  check(draft: SourcedDraft): Promise<PostRefusal[]>;
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
  media: Media;
  users: Users;
  publishing: Publishing;
  rules: PostRules | null;
}): Publications {
  const { db, clock, kick, media, users, publishing, rules } = parts;
  const store = createPublicationsStore(db);

  async function stateOf(reader: Reader, row: PublicationRow): Promise<Publication> {
    const post = row.postId === null ? undefined : await publishing.find(reader, row.postId);
    return post === undefined ? withdrawn : { state: 'PUBLISHED', postId: post.id };
  }

  /** What to answer to a key that is there already; undefined when it is not. */
  async function earlier(reader: Reader, key: string, bodyHash: string): Promise<PublicationResult | undefined> {
    const row = await store.find(reader, key);
    if (row === undefined) return undefined;
    if (row.bodyHash !== null && row.bodyHash !== bodyHash) return { ok: false, code: 'KEY_REUSED' };
    return { ok: true, publication: await stateOf(reader, row) };
  }

  async function check(draft: SourcedDraft): Promise<PostRefusal[]> {
    const own = draft.media.filter((source) => source.service === null);
    const facts = await publishing.mediaFor(
      draft.authorId,
      own.map(({ id }) => id),
    );
    const files = draft.media.map((source) => (source.service === null ? facts[own.indexOf(source)] : source));
    return checkPost(rules, await users.active(db.read, draft.authorId), { ...draft, media: files });
  }

  /** Fetches what is a sister's, then looks all files up. */
  async function take(key: string, draft: SourcedDraft): Promise<readonly (MediaFacts | undefined)[] | PostRefusal> {
    const taking = draft.media.map((source, index) => takeSource(media, source, draft.authorId, `${key}/${index}`));
    const ids: string[] = [];
    for (const file of await Promise.all(taking)) {
      if (!file.ok) return importRefusals[file.code];
      ids.push(file.id);
    }
    return publishing.mediaFor(draft.authorId, ids);
  }

  return {
    check,
    find: async (key) => {
      const row = await store.find(db.read, key);
      return row === undefined ? unseen : stateOf(db.read, row);
    },
    publish: async (key, draft) => {
      const bodyHash = hashOf(bodyOf(draft));
      const known = await earlier(db.read, key, bodyHash);
      if (known !== undefined) return known;
      const refusals = await check(draft);
      if (refusals.length > 0) return refused(refusals);
      const files = await take(key, draft);
      if ('reason' in files) return refused([files]);
      const result = await writeResult<PublicationResult>(db, async (tx) => {
        const raced = await earlier(tx, key, bodyHash);
        if (raced !== undefined) return raced;
        const created = await publishing.create(tx, { ...draft, media: files }, key);
        if (!created.ok) return created;
        await store.add(tx, { key, bodyHash, postId: created.post.id, createdAt: clock.now() });
        return { ok: true, publication: { state: 'PUBLISHED', postId: created.post.id } };
      });
      kick();
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
        await publishing.remove(tx, publication.postId);
        await store.withdraw(tx, key);
        return withdrawn;
      }),
  };
}

const importRefusals: Readonly<Record<'NOT_FOUND' | 'NOT_ACCEPTED', PostRefusal>> = {
  NOT_FOUND: { reason: 'MEDIA_NOT_FOUND', message: 'A photo or video is not there any more.' },
  NOT_ACCEPTED: {
    reason: 'MEDIA_NOT_ACCEPTED',
    message: 'A photo or video is damaged or of a kind that is not taken.',
  },
};

function refused(refusals: readonly PostRefusal[]): PublicationResult {
  return { ok: false, code: 'REFUSED', refusals };
}

function bodyOf({ media, ...rest }: SourcedDraft): object {
  return { ...rest, media: media.map(sourceBody) };
}
