import { expect, it } from 'vitest';
import { ask } from '../testing/contract-operations.ts';
import { newDraft } from '../testing/drafts.ts';
import { newKey, signUp } from '../testing/people.ts';
import type { TestApp } from '../testing/test-app.ts';
import { publish, published, unseen } from './publication-steps.ts';

/** One post for a key at most, whatever is lost or sent twice (X8). */
export function publishingCases(getApp: () => TestApp): void {
  it('X8: publishes once for a key, however often it is asked, and tells accounts-center', async () => {
    const app = getApp();
    const key = newKey();
    const draft = await newDraft(app, await signUp(app));
    expect(await ask(app, 'publication', { key })).toEqual(unseen);
    const first = await publish(app, key, draft);
    expect(first).toEqual({ publication: published, refusals: [] });
    expect(await publish(app, key, draft)).toEqual(first);
    expect(await ask(app, 'publication', { key })).toEqual(first.publication);
    await app.service.worker.drain();
    const told = app.events.filter(({ payload }) => payload['publicationKey'] === key);
    expect(told).toMatchObject([
      {
        type: 'post.published',
        source: app.entry.service,
        payload: {
          postId: first.publication.postId,
          authorId: draft.authorId,
          text: draft.text,
          audience: 'PUBLIC',
          isCopy: true,
        },
      },
    ]);
  });

  it('X8: parallel calls with one key make one post', async () => {
    const app = getApp();
    const draft = await newDraft(app, await signUp(app));
    const key = newKey();
    const answers = await Promise.all([1, 2, 3, 4, 5].map(() => publish(app, key, draft)));
    expect(new Set(answers.map(({ publication }) => publication.postId)).size).toBe(1);
    expect(answers.flatMap(({ refusals }) => refusals)).toEqual([]);
  });

  it('D3: refuses a key with another draft', async () => {
    const app = getApp();
    const [key, draft] = [newKey(), await newDraft(app, await signUp(app))];
    await publish(app, key, draft);
    await expect(publish(app, key, { ...draft, text: 'Good evening' })).rejects.toMatchObject({ code: 'KEY_REUSED' });
    await expect(publish(app, 'short', draft)).rejects.toMatchObject({ code: 'BAD_USER_INPUT' });
  });
}
