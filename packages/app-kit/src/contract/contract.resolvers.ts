import { dateTime } from '@accounts-center/subgraph-kit';
import type { Resolvers } from '../generated/contract-server.ts';
import type { Publication } from '../publications/publications.service.ts';
import { effectiveAudience } from '../visibility/visibility.ts';
import { badAccountId, checkedKey, checkedList, keyReused, notPrepared } from './contract-errors.ts';
import { toDraft, toProfileChange } from './contract-input.ts';

const MAX_ACCOUNTS = 100;
const MAX_USERNAMES = 100;
const MAX_MEDIA = 10;

/** The app contract, in terms of the app's services. */
export const contractResolvers: Resolvers = {
  DateTime: dateTime,
  Query: {
    rules: (_, __, { services }) => services.rules,
    accounts: async (_, { ids }, { services }) => {
      const users = await services.users.byIds(checkedList('ids', ids, MAX_ACCOUNTS));
      return ids.map((id) => users.get(id) ?? null);
    },
    accountByUsername: async (_, { username }, { services }) => (await services.users.byUsername(username)) ?? null,
    availableUsernames: (_, { candidates }, { services }) =>
      services.usernames.available(checkedList('candidates', candidates, MAX_USERNAMES)),
    media: async (_, { ownerId, ids }, { services }) => {
      const files = await services.media.factsOf(ownerId, checkedList('ids', ids, MAX_MEDIA));
      return files.map((file) => file ?? null);
    },
    checkPost: async (_, { draft }, { services }) => {
      const { audience, refusals } = await services.drafts.check(toDraft(draft));
      return { audience, refusals: [...refusals] };
    },
    post: async (_, { id }, { services }) => {
      const post = (await services.posts.byIds([id])).get(id);
      const author = post && (await services.users.byIds([post.authorId])).get(post.authorId);
      return author ? { audience: effectiveAudience(author, post.audience) } : null;
    },
    publication: async (_, { key }, { services }) => toPublication(await services.publications.find(checkedKey(key))),
    profileChange: (_, { key }, { services }) => services.profileChanges.find(checkedKey(key)),
  },
  Mutation: {
    createAccount: async (_, { key, input }, { services }) => {
      const result = await services.users.create(checkedKey(key), input);
      if (result.ok) return { account: result.user, refusals: [] };
      if (result.code === 'REFUSED') return { account: null, refusals: [...result.refusals] };
      throw result.code === 'KEY_REUSED' ? keyReused() : badAccountId();
    },
    prepareProfileChange: async (_, { key, input }, { services }) => {
      const result = await services.profileChanges.prepare(checkedKey(key), toProfileChange(input));
      if (!result.ok) throw keyReused();
      return { state: result.state, refusals: [...result.refusals] };
    },
    commitProfileChange: async (_, { key }, { services }) => {
      const result = await services.profileChanges.commit(checkedKey(key));
      if (!result.ok) throw notPrepared();
      return result.user;
    },
    abortProfileChange: (_, { key }, { services }) => services.profileChanges.abort(checkedKey(key)),
    publishPost: async (_, { key, draft }, { services }) => {
      const publication = await services.publications.publish(checkedKey(key), toDraft(draft));
      if (publication === 'KEY_REUSED') throw keyReused();
      return toPublication(publication);
    },
    withdrawPost: async (_, { key, keepPublished }, { services }) =>
      toPublication(await services.publications.withdraw(checkedKey(key), keepPublished)),
    holdMedia: async (_, { key, ownerId, ids }, { services }) => {
      const result = await services.mediaHolds.hold(checkedKey(key), ownerId, checkedList('ids', ids, MAX_MEDIA));
      if (result === 'KEY_REUSED') throw keyReused();
      return { state: result.state, missing: [...result.missing] };
    },
    releaseMedia: (_, { key }, { services }) => services.mediaHolds.release(checkedKey(key)),
  },
  Account: {
    photo: async ({ photoId }, _, { media }) => (photoId === null ? null : ((await media.load(photoId)) ?? null)),
  },
};

function toPublication({ refusals, ...publication }: Publication) {
  return { ...publication, refusals: [...refusals] };
}
