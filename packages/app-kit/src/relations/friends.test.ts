import { eachDialect } from '@accounts-center/db/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { circleOfFriends, startCircle } from '../testing/circle.ts';
import { setPrivate, signUp } from '../testing/people.ts';
import type { TestApp } from '../testing/test-app.ts';

eachDialect((_, __, createUrl) => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startCircle(await createUrl(), circleOfFriends);
  });
  afterAll(() => app.close());

  const act = async (name: 'add' | 'remove', accountId: string, userId: string, viewerId = accountId) => {
    const { data } = await app.graph<{
      answer: { user: { viewerRelation: string } | null; userErrors: { code: string }[] };
    }>(
      `mutation ($input: ${name === 'add' ? 'Add' : 'Remove'}AppFriendInput!) {
        answer: ${name}AppFriend(input: $input) { user { viewerRelation } userErrors { code } }
      }`,
      { input: { accountId, userId } },
      viewerId,
    );
    return data.answer.user?.viewerRelation ?? data.answer.userErrors[0]?.code;
  };
  const relation = async (viewerId: string, id: string) => {
    const query = 'query ($id: ID!) { user: appUser(id: $id) { viewerRelation } }';
    return (await app.graph<{ user: { viewerRelation: string } }>(query, { id }, viewerId)).data.user.viewerRelation;
  };
  const friends = async (id: string, viewerId?: string) => {
    const query = 'query ($id: ID!) { user: appUser(id: $id) { friends { nodes { id } } } }';
    const { data } = await app.graph<{ user: { friends: { nodes: { id: string }[] } | null } }>(
      query,
      { id },
      viewerId,
    );
    return data.user.friends?.nodes.map((friend) => friend.id) ?? null;
  };

  it('makes friends of two who both want it', async () => {
    const [ana, bob] = [await signUp(app), await signUp(app)];
    expect(await act('add', ana, bob)).toBe('REQUESTED');
    expect(await act('add', ana, bob)).toBe('REQUESTED');
    expect([await relation(bob, ana), await relation(ana, bob)]).toEqual(['ASKED', 'REQUESTED']);
    const { data } = await app.graph('{ list: appFriendRequests { nodes { id } } }', {}, bob);
    expect(data).toEqual({ list: { nodes: [{ id: ana }] } });
    expect(await friends(ana)).toEqual([]);
    expect(await act('add', bob, ana)).toBe('FRIENDS');
    expect([await relation(bob, ana), await relation(ana, bob)]).toEqual(['FRIENDS', 'FRIENDS']);
    expect([await friends(ana), await friends(bob)]).toEqual([[bob], [ana]]);
  });

  it('parts friends, takes a request back, and refuses one, for both', async () => {
    const [ana, bob] = [await signUp(app), await signUp(app)];
    await act('add', ana, bob);
    expect(await act('remove', ana, bob)).toBe('NONE');
    await act('add', ana, bob);
    expect(await act('remove', bob, ana)).toBe('NONE');
    await act('add', ana, bob);
    await act('add', bob, ana);
    expect(await act('remove', ana, bob)).toBe('NONE');
    expect(await act('remove', ana, bob)).toBe('NONE');
    expect([await relation(bob, ana), await friends(ana), await friends(bob)]).toEqual(['NONE', [], []]);
  });

  it('two who ask each other at once are friends', async () => {
    const [ana, bob] = [await signUp(app), await signUp(app)];
    await Promise.all([act('add', ana, bob), act('add', bob, ana)]);
    expect([await relation(bob, ana), await relation(ana, bob)]).toEqual(['FRIENDS', 'FRIENDS']);
  });

  it('shows the friends of a private account to friends alone', async () => {
    const [ana, bob, cem] = [await signUp(app), await signUp(app), await signUp(app)];
    await act('add', ana, bob);
    await act('add', bob, ana);
    await act('add', cem, ana);
    await setPrivate(app, ana, true);
    expect([await friends(ana), await friends(ana, cem), await friends(ana, bob), await friends(ana, ana)]).toEqual([
      null,
      null,
      [bob],
      [bob],
    ]);
  });

  it('answers alike for whoever can’t act or is not there', async () => {
    const [ana, bob] = [await signUp(app), await signUp(app)];
    for (const name of ['add', 'remove'] as const) {
      expect(await act(name, ana, ana)).toBe('SELF');
      expect(await act(name, ana, app.newId('u'))).toBe('ACCOUNT_NOT_FOUND');
      expect(await act(name, ana, bob, bob)).toBe('ACCOUNT_NOT_FOUND');
    }
  });
});
