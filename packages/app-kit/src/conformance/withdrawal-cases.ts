import { expect, it } from 'vitest';
import { ask } from '../testing/contract-operations.ts';
import { granted, newDraft } from '../testing/drafts.ts';
import { newKey, signUp } from '../testing/people.ts';
import type { TestApp } from '../testing/test-app.ts';
import { publish, withdrawn } from './publication-steps.ts';

/** Nothing comes back under a key that was withdrawn (X10). */
export function withdrawalCases(getApp: () => TestApp): void {
  it('X10: withdraws a post for good', async () => {
    const app = getApp();
    const [key, draft] = [newKey(), await newDraft(app, await signUp(app))];
    const publication = await publish(app, key, draft);
    expect(await ask(app, 'withdrawPost', { key, keepPublished: true })).toEqual(publication);
    expect(await ask(app, 'withdrawPost', { key })).toEqual(withdrawn);
    expect(await ask(app, 'withdrawPost', { key })).toEqual(withdrawn);
    expect(await ask(app, 'publication', { key })).toEqual(withdrawn);
    expect(await publish(app, key, draft)).toEqual(withdrawn);
    const found = await app.graph<{ post: unknown }>('query ($id: ID!) { post: appPost(id: $id) { id } }', {
      id: publication.postId,
    });
    expect(found.data).toEqual({ post: null });
    await expectDeletion(app, publication.postId, draft.authorId);
  });

  it('X10: a key that is withdrawn before it comes is never published', async () => {
    const app = getApp();
    for (const keepPublished of [true, false]) {
      const key = newKey();
      expect(await ask(app, 'withdrawPost', { key, keepPublished })).toEqual(withdrawn);
      const draft = await newDraft(app, await signUp(app));
      expect(await publish(app, key, draft)).toEqual(withdrawn);
    }
  });

  it('X10: publishing and withdrawing at once ends in nothing published', async () => {
    const app = getApp();
    const authorId = await signUp(app);
    for (const withSister of [false, true]) {
      const key = newKey();
      const draft = await newDraft(app, authorId, withSister ? { media: [await granted(app)] } : {});
      await Promise.all([publish(app, key, draft), ask(app, 'withdrawPost', { key }), publish(app, key, draft)]);
      expect(await ask(app, 'publication', { key })).toEqual(withdrawn);
    }
  });

  it('a post that its author deletes reads as withdrawn', async () => {
    const app = getApp();
    const [key, draft] = [newKey(), await newDraft(app, await signUp(app))];
    const publication = await publish(app, key, draft);
    const deletion =
      'mutation ($input: DeleteAppPostInput!) { answer: deleteAppPost(input: $input) { deletedPostId } }';
    const input = { postId: publication.postId, idempotencyKey: newKey() };
    const { data } = await app.graph(deletion, { input }, draft.authorId);
    expect(data).toEqual({ answer: { deletedPostId: publication.postId } });
    await expectDeletion(app, publication.postId, draft.authorId);
    expect(await ask(app, 'publication', { key })).toEqual(withdrawn);
    expect(await publish(app, key, draft)).toEqual(withdrawn);
  });
}

/** accounts-center was told once, with the revision after the publication’s. */
async function expectDeletion(app: TestApp, postId: string | null, authorId: string): Promise<void> {
  await app.service.worker.drain();
  const told = app.events.filter(({ type, payload }) => type === 'post.deleted' && payload['postId'] === postId);
  expect(told).toEqual([
    { type: 'post.deleted', source: app.entry.service, payload: { postId, authorId, revision: 2 } },
  ]);
}
