import {
  commandsTables,
  draftBody,
  mediaTables,
  normalizeUsername,
  postsTables,
  relationsTables,
  usernamesTables,
  usersTables,
} from '@accounts-center/app-kit/seeding';
import type { Loader } from '@accounts-center/db/load';
import { hashOf } from '@accounts-center/subgraph-kit';
import { type CarriedPost, pictureOf, type SeededCopy, type SeededDelivery } from '../family/copies.ts';
import type { Family } from '../family/family.ts';
import type { SeededApp } from '../family/family-apps.ts';
import type { Person, SeededAccount } from '../family/person.ts';
import type { PostPhoto, SeededPost } from '../family/posts.ts';
import type { PutOnShelf } from '../photos/photo-shelf.ts';
import type { Picture } from '../photos/picture.ts';
import type { Batches } from './batches.ts';

export interface AppRowsParts {
  readonly app: SeededApp;
  readonly family: Family;
  readonly pool: readonly Picture[];
  readonly loader: Loader;
  readonly batches: Batches;
  /** Left out where only rows are written. */
  readonly putOnShelf: PutOnShelf | undefined;
}

/** Writes what one app knows of people. */
export function createAppRows(parts: AppRowsParts): (person: Person) => void {
  const { app, family, batches, loader } = parts;
  const { user } = loader.tables(usersTables);
  const { usernameClaim } = loader.tables(usernamesTables);
  const { relation } = loader.tables(relationsTables);
  const { command } = loader.tables(commandsTables);
  const addPost = createPostRows(parts);
  const addMedia = createMediaRows(parts);

  function addUser({ app: _app, person: _person, photo, ...account }: SeededAccount): void {
    const { id, username } = account;
    const usernameNormal = normalizeUsername(username);
    batches.add(user, {
      ...account,
      usernameNormal,
      photoId: photo?.mediaId ?? null,
      state: 'ACTIVE',
      stateVersion: 1,
    });
    batches.add(usernameClaim, { usernameNormal, userId: id, changeKey: null });
    if (photo)
      addMedia({
        ...photo,
        user: 'PROFILE',
        userId: id,
        ownerId: id,
        altText: null,
        access: 'PUBLIC',
        importKey: null,
        createdAt: account.createdAt,
      });
  }

  function addCopy({ post, deliveries }: CarriedPost): void {
    for (const delivery of deliveries) {
      const { id: key, target, copy } = delivery;
      if (copy === undefined || target.app !== app) continue;
      const { text, audience } = post;
      addPost({ ...copy, author: target, text, audience }, key);
      const bodyHash = hashOf(draftBody(draftOf(post, delivery, copy, parts.pool)));
      const done = { operation: 'publishPost', key, bodyHash, state: 'DONE' as const, refusals: [] };
      batches.add(command, { ...done, resultId: copy.id, createdAt: copy.createdAt });
    }
  }

  return (person) => {
    const account = person.accounts.find((candidate) => candidate.app === app);
    if (account === undefined) return;
    addUser(account);
    for (const { other, state, since } of family.connectionsOf(account))
      batches.add(relation, { fromId: account.id, toId: other.id, state, createdAt: since });
    for (const post of family.postsBy(person, account)) addPost(post, null);
    for (const carried of family.carriedBy(person)) addCopy(carried);
  };
}

type NewPost = SeededCopy & Pick<SeededPost, 'author' | 'text' | 'audience'>;

/** @returns adds a post with its photos; a copy has a key, under which it was published */
function createPostRows(parts: AppRowsParts): (added: NewPost, key: string | null) => void {
  const { batches, loader } = parts;
  const { post, postMedia } = loader.tables(postsTables);
  const addMedia = createMediaRows(parts);
  return ({ id, author, text, audience, photos, createdAt }, key) => {
    const isCopy = key !== null;
    batches.add(post, { id, authorId: author.id, text, audience, isCopy, revision: 1, createdAt, deletedAt: null });
    const access = audience === 'PUBLIC' && !author.isPrivate ? 'PUBLIC' : 'RESTRICTED';
    for (const [position, photo] of photos.entries()) {
      batches.add(postMedia, { postId: id, position, mediaId: photo.mediaId });
      const importKey = isCopy ? `${key}/${position}` : null;
      const use = { user: 'POST', userId: id } as const;
      addMedia({ ...photo, ...use, ownerId: author.id, access, importKey, createdAt });
    }
  };
}

type MediaRow = (typeof mediaTables)['sqlite']['media']['$inferSelect'];
type UseRow = (typeof mediaTables)['sqlite']['mediaUse']['$inferSelect'];
type NewMedia = PostPhoto &
  Pick<UseRow, 'user' | 'userId'> &
  Pick<MediaRow, 'ownerId' | 'access' | 'importKey' | 'createdAt'>;

function createMediaRows({ pool, loader, batches, putOnShelf }: AppRowsParts): (photo: NewMedia) => void {
  const { media, mediaUse } = loader.tables(mediaTables);
  return ({ mediaId, picture: number, user, userId, ...row }) => {
    const picture = pictureOf(pool, number);
    const { folder: _folder, ...facts } = picture;
    batches.add(media, { id: mediaId, ...row, ...facts, state: 'COMPLETE' });
    batches.add(mediaUse, { mediaId, user, userId });
    putOnShelf?.(mediaId, picture);
  };
}

/** A copy as accounts-center sent it. */
function draftOf(post: SeededPost, { target }: SeededDelivery, { photos }: SeededCopy, pool: readonly Picture[]) {
  const { author, text, audience } = post;
  const media = photos.map(({ picture, altText }, place) => {
    const id = post.photos[place]?.mediaId ?? '';
    return { ...pictureOf(pool, picture), id, service: author.app.service, grant: null, altText };
  });
  return { kind: 'POST', authorId: target.id, text, audience, media, isCopy: true } as const;
}
