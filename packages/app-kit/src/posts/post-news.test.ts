import { eachDialect } from '@accounts-center/db/testing';
import type { GraphEvent } from '@accounts-center/subgraph-kit';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startCircle } from '../testing/circle.ts';
import { follow, newKey, setPrivate, signUp } from '../testing/people.ts';
import { post } from '../testing/posting.ts';
import type { TestApp } from '../testing/test-app.ts';

eachDialect((_, __, createUrl) => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startCircle(await createUrl());
  });
  afterAll(() => app.close());

  const listen = (authorId: string): GraphEvent[] => {
    const told: GraphEvent[] = [];
    app.bus.subscribe('postPublished', (event) => told.push(event), { arguments: { authorId } });
    return told;
  };
  const value = (id: string) => ({ __typename: 'CirclePost', id });
  const settle = () => app.service.worker.drain();

  it('tells everybody of a post for everybody, with nothing but its id, and those of its author alone', async () => {
    const [ana, bo] = [await signUp(app), await signUp(app)];
    const [ofAna, ofBo] = [listen(ana), listen(bo)];
    const id = await post(app, ana);
    await settle();
    const id2 = await post(app, ana);
    await settle();
    expect(ofAna.map((event) => [event.value, event.audience])).toEqual([
      [value(id), undefined],
      [value(id2), undefined],
    ]);
    expect(ofBo).toEqual([]);
  });

  it.each([
    ['a post for followers', false, 'FOLLOWERS'],
    ['a private account', true, 'PUBLIC'],
  ] as const)(
    'C2: tells of %s only those who may see it, so that no stranger learns that there is one',
    async (_name, isPrivate, audience) => {
      const [ana, follower, stranger] = [await signUp(app), await signUp(app), await signUp(app)];
      await follow(app, follower, ana);
      await setPrivate(app, ana, isPrivate);
      // A request that nobody has accepted.
      if (isPrivate) await follow(app, stranger, ana);
      const told = listen(ana);
      const id = await post(app, ana, { audience });
      await settle();
      expect(told).toMatchObject([{ value: value(id) }]);
      expect(told[0]?.audience?.toSorted()).toEqual([ana, follower].toSorted());
    },
  );

  it('D3: tells of a post once, however often it is asked for', async () => {
    const ana = await signUp(app);
    const told = listen(ana);
    const idempotencyKey = newKey();
    const ids = await Promise.all([1, 2, 3].map(() => post(app, ana, { idempotencyKey })));
    await settle();
    expect(told.map((event) => event.value)).toEqual([value(ids[0] ?? '')]);
  });
});
