// Whoever does the same thing at the same time: one of them wins, the others are told, and nothing is half done.

import { type Account, type App, Refused, startWorld, type World } from '@accounts-center/test-kit';
import { RefreshSessionDocument } from '@accounts-center/test-kit/operations';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

const constellations = [
  { transport: 'local', dialect: 'sqlite' },
  { transport: 'http', dialect: 'postgres' },
] as const;
const apps = ['FACEBOOK', 'INSTAGRAM', 'WHATSAPP'] as const satisfies App[];

describe.each(constellations)('over $transport on $dialect', (options) => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld({ ...options, accountsCenter: { sharingPace: { answerWaitMs: 15_000 } } });
  });
  afterAll(() => world.close());

  let runs = 0;
  beforeEach(() => {
    runs += 1;
  });

  /** An account in each app, with one name that is kept the same. */
  async function family(name: string): Promise<Account[]> {
    const accounts = await Promise.all(apps.map((app) => world.signUp(app, name)));
    const [source, ...others] = accounts as [Account, ...Account[]];
    for (const other of others) await world.link(source, other);
    await world.sync(source, others, ['USERNAME']);
    return accounts;
  }

  /** Who has a name in each app. */
  async function holdersOf(username: string): Promise<(string | undefined)[]> {
    const accounts = apps.map((app) => world.signIn({ app, username }).catch(() => undefined));
    return (await Promise.all(accounts)).map((account) => account?.id);
  }

  it('of parallel sign-ups under one name one gets it', async () => {
    const tries = Array.from({ length: 6 }, () => world.signUp('FACEBOOK', `wanted.${runs}`));
    const outcomes = await Promise.allSettled(tries);
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const reasons = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [String(outcome.reason)] : []));
    for (const reason of reasons) expect(reason).toContain('USERNAME_TAKEN');
  });

  it('case 5: of parallel changes to one name in two centers one wins at most, everywhere, and some round is won; the other has changed nowhere', async () => {
    const names = [`first.${runs}`, `second.${runs}`];
    const families = [await family(names[0] ?? ''), await family(names[1] ?? '')];
    let won = 0;
    // Both may lose a round; not every one of many.
    for (let round = 1; round <= 4 || (won === 0 && round <= 12); round += 1) {
      const wish = `wish.${runs}.${round}`;
      const outcomes = await Promise.allSettled(
        families.map(async ([source]) => source && world.updateProfile(source, { username: wish })),
      );
      const winner = outcomes.findIndex(({ status }) => status === 'fulfilled');
      for (const outcome of outcomes) if (outcome.status === 'rejected') expect(outcome.reason).toBeInstanceOf(Refused);
      expect(outcomes.filter(({ status }) => status === 'fulfilled').length).toBeLessThanOrEqual(1);
      await world.settle();

      const nobody = apps.map(() => undefined);
      expect(await holdersOf(wish)).toEqual(winner < 0 ? nobody : families[winner]?.map(({ id }) => id));
      if (winner >= 0) {
        names[winner] = wish;
        won += 1;
      }
      for (const [at, name] of names.entries()) {
        expect(await holdersOf(name)).toEqual(families[at]?.map(({ id }) => id));
      }
      // Where both have lost, the name is as free as it was before.
      if (winner < 0) for (const app of apps) await world.signUp(app, wish);
    }
    expect(won).toBeGreaterThan(0);
  });

  it('D3: parallel changes with one key are one change, with one answer', async () => {
    const [source, ...others] = (await family(`before.${runs}`)) as [Account, ...Account[]];
    const wish = {
      username: `together.${runs}`,
      displayName: `Together ${runs}`,
      idempotencyKey: `the-one-key-${runs}`,
    };
    const [first, ...more] = await Promise.all(Array.from({ length: 4 }, () => world.updateProfile(source, wish)));
    expect(first?.results.map(({ state }) => state)).toEqual(['APPLIED', 'APPLIED', 'APPLIED']);
    for (const answer of more) expect(answer).toEqual(first);
    await world.settle();
    expect(await holdersOf(wish.username)).toEqual([source, ...others].map(({ id }) => id));
    const { accountsCenter } = await world.readCenter(source);
    expect(accountsCenter.profileSources).toMatchObject([{ field: 'USERNAME', version: 1 }]);
  });

  it('case 5: a change to a name, and a sign-up under it at the same time, do not both get it', async () => {
    const [source, ...others] = (await family(`before.${runs}`)) as [Account, ...Account[]];
    const name = `contested.${runs}`;
    const [change, signUp] = await Promise.allSettled([
      world.updateProfile(source, { username: name }),
      world.signUp('INSTAGRAM', name),
    ]);
    const holders = await holdersOf(name);
    const ownIds = [source, ...others].map(({ id }) => id);
    if (change.status === 'fulfilled') expect([holders, signUp.status]).toEqual([ownIds, 'rejected']);
    else expect(holders).toEqual([undefined, signUp.status === 'fulfilled' ? signUp.value.id : undefined, undefined]);
  });

  it('X8, D3: parallel cross-posts with one key are one post and one copy', async () => {
    const author = await world.signUp('FACEBOOK', `author.${runs}`);
    const target = await world.signUp('WHATSAPP', `target.${runs}`);
    await world.link(author, target);
    const input = { text: 'Once.', targetAccountIds: [target.id], idempotencyKey: `the-one-key-${runs}` };
    const answers = await Promise.all(Array.from({ length: 6 }, () => world.crossPost(author, input)));
    await world.settle();
    expect(new Set(answers.map(({ post }) => post?.id)).size).toBe(1);
    expect([await world.postsOf(author, author), await world.postsOf(target, target)]).toMatchObject([
      [{ text: 'Once.', isCopy: false }],
      [{ text: 'Once.', isCopy: true }],
    ]);
  });

  it('parallel refreshes of one session, as by a client that repeats itself, all succeed; one of the new tokens works, and no second one', async () => {
    const { refreshToken } = await world.signUp('FACEBOOK', `tabs.${runs}`);
    const refresh = async (token: string) => {
      const { refreshSession } = await world.graph.request(RefreshSessionDocument, { input: { refreshToken: token } });
      return refreshSession?.session?.refreshToken;
    };
    const answers = await Promise.all([refresh(refreshToken), refresh(refreshToken), refresh(refreshToken)]);
    expect(new Set(answers).size).toBe(3);
    expect(await refresh(answers[1] ?? '')).toEqual(expect.any(String));
    expect(await refresh(answers[0] ?? '')).toBeUndefined();
  });

  it('case 4: of a link and an unlink at the same time each is done whole, whichever comes first', async () => {
    const [ada, grace] = await Promise.all([
      world.signUp('FACEBOOK', `ada.park.${runs}`),
      world.signUp('INSTAGRAM', `grace.${runs}`),
    ]);
    await world.link(ada, grace);
    const flowId = await world.startLink(ada);
    await world.prove(ada, flowId, grace);
    const [, link] = await Promise.allSettled([world.unlink(ada, grace), world.finishLink(ada, flowId)]);
    const isLinked = link.status === 'fulfilled';
    const members = await Promise.all(
      [ada, grace].map(async (account) => {
        const { accountsCenter } = await world.readCenter(account);
        return accountsCenter.accounts.map((member) => member?.id);
      }),
    );
    expect(members).toEqual(
      isLinked
        ? [
            [ada.id, grace.id],
            [ada.id, grace.id],
          ]
        : [[ada.id], [grace.id]],
    );
  });
});
