import { CrossPostDocument, UpdateProfileDocument } from '@accounts-center/client/operations';
import type { Account, People } from '@accounts-center/client/people';
import type { SeededAccount } from '@accounts-center/seeds';
import { FeedDocument, ProfileDocument } from '../generated/operations.ts';
import { prepareLink } from '../graph/steps.ts';
import { type PreparedRequest, prepare } from '../graph/wire.ts';
import type { Cast } from './cast.ts';

export const operationNames = [
  'profile with linked accounts',
  'home feed',
  'publish with two copies',
  'sync username',
  'link',
] as const;
export type OperationName = (typeof operationNames)[number];

/** How many requests each operation is measured with, in a round. */
export const requestsARound: Readonly<Record<OperationName, number>> = {
  'profile with linked accounts': 240,
  'home feed': 240,
  'publish with two copies': 60,
  'sync username': 60,
  link: 24,
};

// Access tokens end after ten minutes.
const SIGN_IN_AFTER_MS = 4 * 60_000;

/** The cast at work: makes the requests of a round, each with input of its own. */
export interface Scene {
  prepare(operation: OperationName, round: number): Promise<PreparedRequest[]>;
}

export function createScene(people: People, cast: Cast): Scene {
  const sessions = new Map<string, { readonly session: Account; readonly at: number }>();

  async function session(account: SeededAccount): Promise<Account> {
    const known = sessions.get(account.id);
    if (known && performance.now() - known.at < SIGN_IN_AFTER_MS) return known.session;
    const fresh = { session: await people.signIn(signInOf(account)), at: performance.now() };
    sessions.set(account.id, fresh);
    return fresh.session;
  }

  const makers: Readonly<
    Record<OperationName, (place: number, key: string, round: number) => Promise<PreparedRequest>>
  > = {
    'profile with linked accounts': async (place) =>
      prepare(ProfileDocument, {}, (await session(pick(cast.readers, place))).accessToken),
    'home feed': async (place) => prepare(FeedDocument, {}, (await session(pick(cast.readers, place))).accessToken),
    'publish with two copies': async (place, key) => {
      const { author, targets } = pick(cast.publishers, place);
      const { id: authorId, accessToken } = await session(author);
      const post = {
        authorId,
        text: `News, number ${key}.`,
        audience: 'PUBLIC' as const,
        mediaIds: [],
        idempotencyKey: key,
      };
      return prepare(
        CrossPostDocument,
        { input: { ...post, targetAccountIds: targets.map(({ id }) => id) } },
        accessToken,
      );
    },
    'sync username': async (place, key, round) => {
      const renamer = pick(cast.renamers, place);
      const { id: accountId, accessToken } = await session(renamer);
      const username = `bench${renamer.person}.${round}.${place}`;
      return prepare(UpdateProfileDocument, { input: { accountId, username, idempotencyKey: key } }, accessToken);
    },
    link: async (place, _key, round) => {
      const [one, other] = pick(cast.pairs, round * requestsARound.link + place);
      return prepareLink(people, await session(one), signInOf(other));
    },
  };

  return {
    prepare: async (operation, round) => {
      const requests: PreparedRequest[] = [];
      for (let place = 0; place < requestsARound[operation]; place++)
        requests.push(await makers[operation](place, `bench-${operation}-${round}-${place}`, round));
      return requests;
    },
  };
}

function signInOf({ app, username }: SeededAccount) {
  return { app: app.app, username };
}

function pick<T>(list: readonly T[], place: number): T {
  const found = list[place % list.length];
  if (found === undefined) throw new Error('The cast is empty.');
  return found;
}
