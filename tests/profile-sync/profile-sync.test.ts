import {
  type Account,
  contractCall,
  distanceBetween,
  present,
  Refused,
  realPhoto,
  startWorld,
  type World,
} from '@accounts-center/test-kit';
import {
  ReadProfilesDocument,
  type ReadProfilesQuery,
  StopProfileSyncDocument,
} from '@accounts-center/test-kit/operations';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

const DAY_MS = 86_400_000;

let world: World;
let facebook: Account;
let instagram: Account;
let whatsapp: Account;

beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.close());

let runs = 0;
/** The names of a test's people: taken by nobody else. */
const named = (name: string): string => `${name}.${runs}`;

beforeEach(async () => {
  runs += 1;
  world.faults.heal();
  [facebook, instagram, whatsapp] = await Promise.all([
    world.signUp('FACEBOOK', named('ada.park')),
    world.signUp('INSTAGRAM', named('on.insta')),
    world.signUp('WHATSAPP', named('on.whatsapp')),
  ]);
  for (const other of [instagram, whatsapp]) await world.link(facebook, other);
});

type Profile = NonNullable<NonNullable<ReadProfilesQuery['viewer']>['accounts'][number]>;

async function profiles(owner = facebook): Promise<Profile[]> {
  const { viewer } = await owner.graph.request(ReadProfilesDocument, {});
  return present(viewer).accounts.map(present);
}

async function usernames(): Promise<string[]> {
  return (await profiles()).map(({ username }) => username);
}

async function stateOf(account: Account, field: string): Promise<string | undefined> {
  const profile = (await profiles()).find(({ id }) => id === account.id);
  return profile?.profileSync?.find((setting) => setting.field === field)?.state;
}

/** What a step that must be refused is refused with. */
async function problemsOf(step: Promise<unknown>): Promise<readonly unknown[]> {
  const error = await step.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof Refused) return error.problems;
  throw new Error('The graph did not refuse it.', { cause: error });
}

describe('a profile that is kept the same', () => {
  it('PR1: is the same at once and follows later changes; what was not asked for stays', async () => {
    const { results } = await world.sync(facebook, [instagram], ['USERNAME']);
    expect(results.map(({ user, state }) => [user?.id, state])).toEqual([
      [facebook.id, 'APPLIED'],
      [instagram.id, 'APPLIED'],
    ]);
    expect(await usernames()).toEqual([facebook.username, facebook.username, whatsapp.username]);

    await world.updateProfile(facebook, { username: named('ada.later'), displayName: 'Ada Later' });
    expect(await usernames()).toEqual([named('ada.later'), named('ada.later'), whatsapp.username]);
    expect((await profiles()).map(({ displayName }) => displayName)).toEqual([
      'Ada Later',
      instagram.username,
      whatsapp.username,
    ]);
  });

  it('PR2: has a named source; a follower’s own field is changed at the source alone', async () => {
    await world.sync(instagram, [facebook, whatsapp], ['USERNAME']);
    expect(await usernames()).toEqual([instagram.username, instagram.username, instagram.username]);
    const change = world.updateProfile(facebook, { username: named('my.own') });
    expect(await problemsOf(change)).toEqual([expect.objectContaining({ code: 'FOLLOWS_SOURCE', app: 'INSTAGRAM' })]);
  });

  it('PR5: keeps its values when the sync stops, and later edits are its own', async () => {
    await world.sync(facebook, [instagram], ['USERNAME']);
    const input = { accountId: instagram.id, fields: ['USERNAME' as const], idempotencyKey: named('stop-it') };
    await facebook.graph.request(StopProfileSyncDocument, { input });
    await world.updateProfile(facebook, { username: named('moved.on') });
    expect(await usernames()).toEqual([named('moved.on'), facebook.username, whatsapp.username]);
    expect(await stateOf(instagram, 'USERNAME')).toBe('OFF');
  });

  it('shows the same photo in every app, each from its own storage', async () => {
    const portrait = await world.upload(facebook, await realPhoto('portrait'));
    await world.updateProfile(facebook, { photoId: portrait.id });
    await world.sync(facebook, [instagram, whatsapp], ['PHOTO']);

    const urls = (await profiles()).map(({ photo }) => present(photo).url);
    expect(urls.map((url) => new URL(url).pathname.split('/')[2])).toEqual(['facebook', 'instagram', 'whatsapp']);
    const photos = await Promise.all(urls.map(load));
    const original = await realPhoto('portrait');
    for (const photo of photos) expect(await distanceBetween(photo, original)).toBeLessThanOrEqual(4);
    const another = await realPhoto('mountains');
    expect(await distanceBetween(present(photos[1]), another)).toBeGreaterThan(12);

    await world.updateProfile(facebook, { photoId: null });
    expect((await profiles()).map(({ photo }) => photo)).toEqual([null, null, null]);
  });
});

async function load(url: string): Promise<Buffer> {
  const answer = await fetch(url);
  expect(answer.status).toBe(200);
  return Buffer.from(await answer.arrayBuffer());
}

describe('a change that an app refuses', () => {
  it('PR3: changes nothing anywhere; the answer names the app, and names that all apps would take', async () => {
    const wish = named('wanted.name');
    const rival = await world.signUp('INSTAGRAM', wish);
    await world.sync(facebook, [instagram, whatsapp], ['USERNAME']);
    const before = await usernames();

    const [problem] = await problemsOf(world.updateProfile(facebook, { username: wish }));
    const expected = { code: 'USERNAME_TAKEN', app: 'INSTAGRAM', until: null };
    expect(problem).toMatchObject(expected);
    expect(await usernames()).toEqual(before);
    expect(await world.signIn(rival)).toMatchObject({ id: rival.id });

    const { alternatives } = problem as { alternatives: string[] };
    expect(alternatives).not.toHaveLength(0);
    const [first = '', second = ''] = alternatives;
    await world.updateProfile(facebook, { username: first });
    expect(await usernames()).toEqual([first, first, first]);
    // Where the first was only near enough, the second is really free in each of the apps.
    for (const app of ['FACEBOOK', 'INSTAGRAM', 'WHATSAPP'] as const) await world.signUp(app, second);
    // The name that was refused is reserved nowhere.
    for (const app of ['FACEBOOK', 'WHATSAPP'] as const) await world.signUp(app, wish);
  });

  it.each([
    ['too short for Facebook', 'abc', 'FACEBOOK'],
    ['too long for Instagram', 'a'.repeat(31), 'INSTAGRAM'],
    ['with an underscore, which Facebook does not take', 'with_underscore', 'FACEBOOK'],
  ])('PR4: a username %s is refused by the name of the app, and written nowhere', async (_what, username, app) => {
    await world.sync(facebook, [instagram], ['USERNAME']);
    const change = world.updateProfile(facebook, { username });
    expect(await problemsOf(change)).toEqual([expect.objectContaining({ code: 'USERNAME_NOT_ACCEPTED', app })]);
    expect(await usernames()).toEqual([facebook.username, facebook.username, whatsapp.username]);
  });

  it('PR4: a Facebook name changes once in 60 days: the answer says until when, and nobody’s changes', async () => {
    await world.sync(instagram, [facebook], ['DISPLAY_NAME']);
    const changedAt = world.clock.now().getTime();
    world.clock.advance(DAY_MS);
    instagram = await world.signIn(instagram);
    facebook = await world.signIn(facebook);

    const until = new Date(changedAt + 60 * DAY_MS).toISOString();
    const change = () => world.updateProfile(instagram, { displayName: 'Ada Again' });
    expect(await problemsOf(change())).toEqual([
      expect.objectContaining({ code: 'COOL_DOWN', app: 'FACEBOOK', until }),
    ]);
    expect((await profiles()).map(({ displayName }) => displayName)).not.toContain('Ada Again');

    world.clock.set(new Date(until));
    [instagram, facebook] = [await world.signIn(instagram), await world.signIn(facebook)];
    await change();
    expect((await profiles()).map(({ displayName }) => displayName).slice(0, 2)).toEqual(['Ada Again', 'Ada Again']);
  });

  it('PR3: an app that can not be reached before the decision refuses', async () => {
    await world.sync(facebook, [instagram], ['USERNAME']);
    world.faults.takeDown('instagram');
    const change = world.updateProfile(facebook, { username: named('unheard') });
    expect(await problemsOf(change)).toEqual([expect.objectContaining({ code: 'APP_UNAVAILABLE', app: 'INSTAGRAM' })]);
    world.faults.heal();
    expect(await usernames()).toEqual([facebook.username, facebook.username, whatsapp.username]);
    await world.signUp('FACEBOOK', named('unheard'));
  });
});

describe('an app that is lost after the decision', () => {
  it.each(['not told', 'told, and not heard'])('PR8: reads PENDING and follows when it is back: %s', async (what) => {
    await world.sync(facebook, [instagram, whatsapp], ['USERNAME']);
    const commit = contractCall('CommitProfileChange');
    if (what === 'not told') world.faults.takeDown('instagram', commit);
    else world.faults.loseAnswers('instagram', 1, commit);

    const { results } = await world.updateProfile(facebook, { username: named('decided') });
    expect(results.map(({ state }) => state)).toEqual(['APPLIED', 'PENDING', 'APPLIED']);
    expect(await stateOf(instagram, 'USERNAME')).toBe('PENDING');

    world.faults.heal();
    await world.pass(DAY_MS / 24);
    facebook = await world.signIn({ app: 'FACEBOOK', username: named('decided') });
    expect(await usernames()).toEqual([named('decided'), named('decided'), named('decided')]);
    expect(await stateOf(instagram, 'USERNAME')).toBe('CURRENT');
  });
});
