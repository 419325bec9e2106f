import { randomUUID } from 'node:crypto';
import { smallPhoto } from '@accounts-center/test-kit';
import { expect } from 'vitest';
import type { MortalServices } from './mortal-services.ts';

/** One request of a flow over several processes, with its idempotency key. */
export interface Attempt {
  /** Sends it, again too. @returns ids that are the same in every answer; undefined where an app that knows it is down */
  request(): Promise<readonly (string | undefined)[]>;
  /** Checks that it is done everywhere, or nowhere. @returns whether it is done */
  check(): Promise<boolean>;
}

export type Flow = (services: MortalServices) => Promise<Attempt>;

/** A post with a photo and two copies. */
export const crossPosting: Flow = async ({ people, kept, family }) => {
  const [author, ...targets] = await family();
  const { id } = await people.upload(author, new Blob([new Uint8Array(await smallPhoto())]));
  const idempotencyKey = randomUUID();
  const input = {
    text: `Post ${idempotencyKey}`,
    mediaIds: [id],
    targetAccountIds: targets.map((target) => target.id),
  };
  return {
    async request() {
      const { post, sharing } = await people.crossPost(author, { ...input, idempotencyKey });
      return [post?.id, ...(sharing?.deliveries ?? []).map((delivery) => delivery.id)];
    },
    async check() {
      const counts = await Promise.all([author, ...targets].map((account) => kept.postsWith(account.id, input.text)));
      expect([
        [0, 0, 0],
        [1, 1, 1],
      ]).toContainEqual(counts);
      return counts[0] === 1;
    },
  };
};

/** A username that is kept the same in three apps. */
export const renaming: Flow = async ({ people, kept, family }) => {
  const accounts = await family();
  const [source] = accounts;
  const idempotencyKey = randomUUID();
  const username = `name.${idempotencyKey.slice(0, 8)}`;
  const namesNow = () => Promise.all(accounts.map(({ id }) => kept.namesOf(id)));
  const everywhere = (name: string) => accounts.map(() => ({ username: name, claims: [name] }));
  return {
    async request() {
      const { results } = await people.updateProfile(source, { username, idempotencyKey });
      return results.map(({ user }) => user?.id);
    },
    async check() {
      const names = await namesNow();
      expect([everywhere(source.username), everywhere(username)]).toContainEqual(names);
      return names[0]?.username === username;
    },
  };
};

/** Two accounts that come into one center. */
export const linking: Flow = async ({ people, kept, pair }) => {
  const [account, other] = await pair();
  const isOne = async () => {
    const [center, otherCenter] = await Promise.all([kept.centerOf(account.id), kept.centerOf(other.id)]);
    expect([center, otherCenter]).toEqual([expect.any(String), expect.any(String)]);
    return center === otherCenter;
  };
  if (await isOne()) await people.unlink(account, other);
  const flowId = await people.startLink(account);
  await people.prove(account, flowId, other);
  const idempotencyKey = randomUUID();
  return {
    async request() {
      await people.finishLink(account, flowId, idempotencyKey);
      return [];
    },
    async check() {
      expect(await kept.linksBy(flowId)).toBe((await isOne()) ? 1 : 0);
      return isOne();
    },
  };
};
