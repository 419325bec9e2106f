import { type Account, sendOperation, startWorld, type WireAnswer, type World } from '@accounts-center/test-kit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codesIn } from './expect-unharmed.ts';

const COUNT = 12;
const TOO_EXPENSIVE = 'COST_ESTIMATED_TOO_EXPENSIVE';
const FOLLOW = 'mutation ($input: FollowInstagramUserInput!) { followInstagramUser(input: $input) { user { id } } }';

/** Everybody follows everybody: each list in a list is twelve times as long. */
describe.each(['federation', 'stock'] as const)('the %s engine', (engine) => {
  let world: World;
  let accounts: Account[];

  beforeAll(async () => {
    world = await startWorld({ gateway: { engine, development: true } });
    accounts = [];
    for (let at = 0; at < COUNT; at += 1) accounts.push(await world.signUp('INSTAGRAM', `x${at}`));
    for (const from of accounts) {
      const others = accounts.filter((to) => to !== from);
      await Promise.all(
        others.map(({ id }) => ask(FOLLOW, { input: { accountId: from.id, userId: id } }, from.accessToken)),
      );
    }
  });
  afterAll(() => world.close());

  const ask = (query: string, variables: object = {}, token?: string): Promise<WireAnswer> =>
    sendOperation(world.url, { query, variables }, token);
  const followers = (depth: number, first = '100'): string =>
    `${`{ followers(first: ${first}) { nodes `.repeat(depth)}{ id }${' } }'.repeat(depth)}`;
  const user = (selection: string): string => `{ instagramUserByUsername(username: "x0") ${selection} }`;

  it('answers followers of followers, each a full page', async () => {
    const { text } = await ask(user(followers(2)));
    expect(text.match(/"id"/g)).toHaveLength((COUNT - 1) ** 2);
    expect(text).not.toContain('"errors"');
  });

  it.each([3, 4, 5, 6, 7])('refuses followers, %i lists deep', async (depth) => {
    const answer = await ask(user(followers(depth)));
    expect([answer.status, codesIn([answer])]).toEqual([400, [TOO_EXPENSIVE]]);
  });

  it('refuses the same by variables, their defaults, fragments and aliases', async () => {
    const byVariable = `query ($first: Int!) ${user(followers(3, '$first'))}`;
    const byDefault = `query ($first: Int! = 100) ${user(followers(3, '$first'))}`;
    const byFragments = `${user('{ ...a }')}
      fragment a on InstagramUser { followers(first: 100) { nodes { ...b } } }
      fragment b on InstagramUser { followers(first: 100) { edges { node { ...c } } } }
      fragment c on InstagramUser { following(first: 100) { nodes { id } } }`;
    const byAliases = user(
      `{ ${Array.from({ length: 3 }, (_, at) => `a${at}: ${followers(2).slice(2, -2)}`).join(' ')} }`,
    );
    const answers = [await ask(byVariable, { first: 100 }), await ask(byDefault)];
    answers.push(await ask(byFragments), await ask(byAliases));
    expect(codesIn(answers)).toEqual([TOO_EXPENSIVE, TOO_EXPENSIVE, TOO_EXPENSIVE, TOO_EXPENSIVE]);
    expect((await ask(byVariable, { first: 5 })).text).not.toContain('"errors"');
  });

  it('leaves a page that no list has to the app, which says what is wrong', async () => {
    const byVariable = `query ($first: Int!) ${user(followers(1, '$first'))}`;
    for (const first of [0, -1, 101, 100_000, 2 ** 31 - 1]) {
      const answers = [await ask(user(followers(1, `${first}`))), await ask(byVariable, { first })];
      expect([first, codesIn(answers)]).toEqual([first, ['BAD_USER_INPUT', 'BAD_USER_INPUT']]);
      for (const { text } of answers) expect(text).toContain('The argument \\"first\\" must be from 1 to 100.');
    }
  });

  it('refuses the accounts of a center, over and over', async () => {
    const nested = `{ viewer { accounts ${'{ accountsCenter { accounts '.repeat(3)}{ id }${' } }'.repeat(3)} } }`;
    expect(codesIn([await ask(nested, {}, accounts[0]?.accessToken)])).toEqual([TOO_EXPENSIVE]);
  });
});
