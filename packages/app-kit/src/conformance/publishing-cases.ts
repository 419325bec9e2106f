import { expect, it } from 'vitest';
import { ask } from '../testing/contract-operations.ts';
import { newDraft, own } from '../testing/drafts.ts';
import { newKey, setPrivate, signUp, upload } from '../testing/people.ts';
import type { TestApp } from '../testing/test-app.ts';
import { publish, published, refusedFor, unseen } from './publication-steps.ts';

/** One post for a key at most, whatever is lost or sent twice (X8). */
export function publishingCases(getApp: () => TestApp): void {
  it('X8: publishes once for a key, however often it is asked, and tells accounts-center', async () => {
    const app = getApp();
    const key = newKey();
    const draft = await newDraft(app, await signUp(app));
    expect(await ask(app, 'publication', { key })).toEqual(unseen);
    const first = await publish(app, key, draft);
    expect(first).toEqual(published);
    expect(await publish(app, key, draft)).toEqual(first);
    expect(await ask(app, 'publication', { key })).toEqual(first);
    await app.service.worker.drain();
    const told = app.events.filter(({ payload }) => payload['publicationKey'] === key);
    expect(told).toMatchObject([
      {
        type: 'post.published',
        source: app.entry.service,
        payload: {
          postId: first.postId,
          authorId: draft.authorId,
          kind: 'POST',
          revision: 1,
          text: draft.text,
          audience: 'PUBLIC',
          isCopy: true,
        },
      },
    ]);
  });

  it('X4: says who sees a post: of a private account its followers, before it is published, then, and from then on', async () => {
    const app = getApp();
    const authorId = await signUp(app);
    const draft = await newDraft(app, authorId);
    expect(await ask(app, 'checkPost', { draft })).toEqual({ audience: 'PUBLIC', refusals: [] });
    const { postId: id } = await publish(app, newKey(), draft);
    expect(await ask(app, 'post', { id })).toEqual({ audience: 'PUBLIC' });
    await setPrivate(app, authorId, true);
    expect(await ask(app, 'checkPost', { draft })).toMatchObject({ audience: 'FOLLOWERS' });
    expect(await ask(app, 'post', { id })).toEqual({ audience: 'FOLLOWERS' });
    for (const unknown of [app.newId('p'), 'nonsense', 'a\0b', ''])
      expect(await ask(app, 'post', { id: unknown })).toBeNull();
  });

  it('X8: parallel calls with one key make one post', async () => {
    const app = getApp();
    const draft = await newDraft(app, await signUp(app));
    const key = newKey();
    const answers = await Promise.all([1, 2, 3, 4, 5].map(() => publish(app, key, draft)));
    expect(answers).toEqual(Array.from(answers, () => ({ ...published, postId: answers[0]?.postId })));
  });

  it('X8: what was refused once is refused under its key for good, however late the first call comes', async () => {
    const app = getApp();
    const authorId = await signUp(app);
    const [key, refused] = [newKey(), refusedFor('MEDIA_NOT_FOUND')];
    const other = await newDraft(app, authorId, { media: [own(app.newId('m'))] });
    expect(await Promise.all([1, 2, 3].map(() => publish(app, key, other)))).toEqual([refused, refused, refused]);
    await upload(app, authorId, {}, other.media[0]?.id);
    expect(await ask(app, 'checkPost', { draft: other })).toMatchObject({ refusals: [] });
    expect(await publish(app, key, other)).toEqual(refused);
    expect(await ask(app, 'publication', { key })).toEqual(refused);
    expect(await ask(app, 'withdrawPost', { key })).toEqual(refused);
    expect(await publish(app, newKey(), other)).toEqual(published);
  });

  it('D3: refuses a key with another draft', async () => {
    const app = getApp();
    const [key, draft] = [newKey(), await newDraft(app, await signUp(app))];
    await publish(app, key, draft);
    await expect(publish(app, key, { ...draft, text: 'Good evening' })).rejects.toMatchObject({ code: 'KEY_REUSED' });
    await expect(publish(app, 'short', draft)).rejects.toMatchObject({ code: 'BAD_USER_INPUT' });
  });
}
