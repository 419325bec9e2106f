// Nothing in the types of resolvers says that one is missing: a field without one is null, or an error where it can't be.
import { type AppEntry, apps, services } from '@accounts-center/schema';
import { type Account, present, sendOperation, startWorld, type World } from '@accounts-center/test-kit';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type SeenObjects, watchObjects } from './seen-objects.ts';

let world: World;
const seen = new Map<string, SeenObjects>();

beforeAll(async () => {
  world = await startWorld();
  for (const { name } of services) seen.set(name, watchObjects(present(world.constellation.services[name]).schema));
  await walk();
}, 60_000);
afterAll(() => world.close());

it.each(services)('every field of $name has a resolver, or is a property of its object', ({ name }) => {
  expect(seen.get(name)?.unresolved()).toEqual([]);
  // TypeScript sees that these have all their fields: they are made in one place, as the schema has them.
  const unseen = seen
    .get(name)
    ?.unseen()
    .filter((type) => !/(Payload|Error)$/.test(type));
  expect(unseen).toEqual([]);
});

/** What only one app has, so that it is asked for, too. */
const specialties: Readonly<Record<string, string>> = {
  FACEBOOK: `mutation ($id: ID!) { updateFacebookBirthday(input: { accountId: $id, birthday: { day: 2, month: 1 } }) {
    user { birthday { day } }
  } }`,
  MESSENGER: `mutation ($id: ID!) { updateMessengerNote(input: { accountId: $id, note: "Out." }) { user { note { text } } } }`,
};

/** Has a field asked of an object of every type. */
async function walk(): Promise<void> {
  const signUp = (name: string) => Promise.all(apps.map(({ app }) => world.signUp(app as Account['app'], name)));
  const [[first, ...others], friends] = [await signUp('ada.park'), await signUp('bo.lind')];
  const ada = present(first);
  for (const other of others) await world.link(ada, other);
  await world.sync(ada, others, ['DISPLAY_NAME']);
  for (const to of others) await world.setSharing(ada, to, 'ASK');
  const { id: mediaId } = await world.upload(ada);
  const ids = others.map(({ id }) => id);
  await world.crossPost(ada, { mediaIds: [mediaId], audience: 'PUBLIC', targetAccountIds: ids });
  await world.settle();

  for (const [at, entry] of apps.entries()) {
    const [account, friend] = [present([ada, ...others][at]), present(friends[at])];
    const ask = (query: string) => read(account, query, { id: account.id, userId: friend.id });
    await befriend(entry, account, friend);
    const list = entry.relation === 'friends' ? 'friends' : 'following';
    await ask(`query ($id: ID!) { user: ${entry.field}User(id: $id) {
      ${list} { edges { node { id } } pageInfo { endCursor } }
      posts { edges { node { id media { id } sharing { state deliveries { copy { id sharing { state } } } } } } }
    } }`);
    const special = specialties[entry.app];
    if (special !== undefined) await ask(special);
  }

  await read(
    ada,
    'mutation ($input: AddContactPointInput!) { addContactPoint(input: $input) { contactPoint { id } } }',
    {
      input: { accountId: ada.id, address: 'ada@example.org', idempotencyKey: 'a-key-of-ada' },
    },
  );
  await read(
    ada,
    `{ viewer { accounts { id app profileSync { field } }
    accountsCenter { profileSources { field } sharingSettings { kind } } } }`,
  );
  await world.unlink(ada, present(others[0]));
}

async function befriend({ type, relation }: AppEntry, account: Account, friend: Account): Promise<void> {
  const name = relation === 'friends' ? `add${type}Friend` : `follow${type}User`;
  const query = `mutation ($input: ${name.charAt(0).toUpperCase()}${name.slice(1)}Input!) { ${name}(input: $input) { user { id } } }`;
  await read(account, query, { input: { accountId: account.id, userId: friend.id } });
  if (relation === 'friends') await read(friend, query, { input: { accountId: friend.id, userId: account.id } });
}

async function read(account: Account, query: string, variables: object = {}): Promise<void> {
  const { text } = await sendOperation(world.url, { query, variables }, account.accessToken);
  expect(text).not.toContain('"errors"');
}
