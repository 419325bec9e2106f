import { eachDialect } from '@accounts-center/db/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startCircle } from '../testing/circle.ts';
import { newKey, setPrivate, signUp, upload } from '../testing/people.ts';
import { post, tryToPost } from '../testing/posting.ts';
import type { TestApp } from '../testing/test-app.ts';

eachDialect((_, __, createUrl) => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startCircle(await createUrl());
  });
  afterAll(() => app.close());

  const codes = async (...args: Parameters<typeof tryToPost>) => {
    const { data } = await tryToPost(...args);
    return data.answer.userErrors.map(({ code, field }) => [code, ...(field ?? [])].join(' '));
  };

  it('publishes with media in order, and tells accounts-center', async () => {
    const ana = await signUp(app);
    const mediaIds = [await upload(app, ana), await upload(app, ana, { kind: 'VIDEO', durationMs: 5_000 })].reverse();
    const id = await post(app, ana, { text: 'Look', mediaIds });
    const { data } = await app.graph(
      `query ($id: ID!) {
        post: appPost(id: $id) { text audience createdAt author { id } media { id kind durationMs altText url } }
      }`,
      { id },
    );
    const address = `http://localhost:4000/media/circle/${mediaIds[0]}/video.mp4`;
    expect(data).toMatchObject({
      post: {
        text: 'Look',
        audience: 'PUBLIC',
        createdAt: app.clock.now().toISOString(),
        author: { id: ana },
        media: [
          { id: mediaIds[0], kind: 'VIDEO', durationMs: 5_000, altText: null, url: address },
          { id: mediaIds[1], kind: 'PHOTO' },
        ],
      },
    });
    await app.service.worker.drain();
    expect(app.events.find(({ payload }) => payload['postId'] === id)).toMatchObject({
      type: 'post.published',
      payload: { authorId: ana, publicationKey: null, media: mediaIds.map((mediaId) => ({ id: mediaId })) },
    });
  });

  it('X4: tells accounts-center who sees a post, of a private account its followers', async () => {
    const ana = await signUp(app);
    await setPrivate(app, ana, true);
    const id = await post(app, ana, { text: 'Among us' });
    await app.service.worker.drain();
    expect(app.events.find(({ payload }) => payload['postId'] === id)).toMatchObject({
      payload: { audience: 'FOLLOWERS' },
    });
    const { data } = await app.graph('query ($id: ID!) { post: appPost(id: $id) { audience } }', { id }, ana);
    expect(data).toEqual({ post: { audience: 'PUBLIC' } });
  });

  it('D3: makes one post for a key, also of parallel calls, and refuses the key with another input', async () => {
    const ana = await signUp(app);
    const idempotencyKey = newKey();
    const mediaIds = [await upload(app, ana)];
    const ids = await Promise.all([1, 2, 3].map(() => post(app, ana, { idempotencyKey, mediaIds })));
    expect(new Set(ids).size).toBe(1);
    const reused = ['IDEMPOTENCY_KEY_REUSED input idempotencyKey'];
    expect(await codes(app, ana, { idempotencyKey, mediaIds, text: 'Good evening' })).toEqual(reused);
    // Another account's equal key is another key.
    expect(await post(app, await signUp(app), { idempotencyKey })).not.toBe(ids[0]);
  });

  it('a key whose post was refused can be used again', async () => {
    const ana = await signUp(app);
    const idempotencyKey = newKey();
    expect(await codes(app, ana, { idempotencyKey, text: '' })).toEqual(['EMPTY input text']);
    expect(await post(app, ana, { idempotencyKey })).toEqual(expect.any(String));
  });

  it('of two posts that want one file, one gets it', async () => {
    const ana = await signUp(app);
    const mediaIds = [await upload(app, ana)];
    const answers = await Promise.all([1, 2, 3].map(() => codes(app, ana, { mediaIds })));
    const refusal = ['MEDIA_NOT_FOUND input mediaIds'];
    expect(answers.toSorted((a, b) => a.length - b.length)).toEqual([[], refusal, refusal]);
  });

  it('X5: names every reason, and the field', async () => {
    const ana = await signUp(app);
    const mediaIds = [await upload(app, ana, { width: 5_000, height: 10 })];
    const twice = await upload(app, ana);
    expect(await codes(app, ana, { text: 'x'.repeat(51), mediaIds })).toEqual([
      'TEXT_TOO_LONG input text',
      'MEDIA_NOT_ACCEPTED input mediaIds',
    ]);
    expect(await codes(app, ana, { mediaIds: [twice, twice] })).toEqual(['MEDIA_NOT_FOUND input mediaIds']);
    expect(await codes(app, ana, { mediaIds: Array.from({ length: 1_000 }, (_one, index) => `m${index}`) })).toEqual([
      'TOO_MUCH_MEDIA input mediaIds',
    ]);
    expect(await codes(app, ana, { mediaIds: ['a\0b'] })).toEqual(['MEDIA_NOT_FOUND input mediaIds']);
  });

  it('keeps a text as written, but for what no database can keep', async () => {
    const ana = await signUp(app);
    const id = await post(app, ana, { text: ' <b>Hi</b>\n👩‍👩‍👧 e\u0301 \0\ud800' });
    const { data } = await app.graph('query ($id: ID!) { post: appPost(id: $id) { text } }', { id });
    expect(data).toEqual({ post: { text: ' <b>Hi</b>\n👩‍👩‍👧 e\u0301 ' } });
  });

  it('answers alike for a foreign author and an unknown one', async () => {
    const [ana, bob] = [await signUp(app), await signUp(app)];
    const refusal = ['ACCOUNT_NOT_FOUND input authorId'];
    for (const authorId of [bob, app.newId('u'), 'nonsense', 'a\0b'])
      expect(await codes(app, ana, { authorId })).toEqual(refusal);
    const nobody = app.newId('u');
    expect(await codes(app, nobody, {})).toEqual(refusal);
    expect(await tryToPost(app, undefined, { authorId: ana })).toMatchObject({
      data: { answer: null },
      errors: [{ extensions: { code: 'UNAUTHENTICATED' } }],
    });
  });

  const remove = async (viewerId: string, postId: string, idempotencyKey = newKey()) => {
    const mutation =
      'mutation ($input: DeleteAppPostInput!) { answer: deleteAppPost(input: $input) { deletedPostId userErrors { code field } } }';
    return (await app.graph(mutation, { input: { postId, idempotencyKey } }, viewerId)).data;
  };
  const refused = (code: string, field: string) => ({
    answer: { deletedPostId: null, userErrors: [{ code, field: ['input', field] }] },
  });

  it('deletes a post for its author, once, with its media', async () => {
    const [ana, bob] = [await signUp(app), await signUp(app)];
    const [idempotencyKey, mediaIds] = [newKey(), [await upload(app, ana)]];
    const id = await post(app, ana, { idempotencyKey, mediaIds });
    const notFound = refused('POST_NOT_FOUND', 'postId');
    expect(await remove(bob, id)).toEqual(notFound);
    for (const wrong of [app.newId('p'), 'nonsense', 'a\0b']) expect(await remove(ana, wrong)).toEqual(notFound);
    expect(await remove(ana, id)).toEqual({ answer: { deletedPostId: id, userErrors: [] } });
    expect(await remove(ana, id)).toEqual(notFound);
    expect((await app.graph('query ($id: ID!) { post: appPost(id: $id) { id } }', { id }, ana)).data).toEqual({
      post: null,
    });
    const message = 'It was published under this key, and deleted since.';
    expect((await tryToPost(app, ana, { idempotencyKey, mediaIds })).data.answer).toEqual({
      post: null,
      userErrors: [{ code: 'POST_NOT_FOUND', message, field: null }],
    });
    expect(await codes(app, ana, { mediaIds })).toEqual(['MEDIA_NOT_FOUND input mediaIds']);
  });

  it('D3: deletes once for a key, also of parallel calls, and refuses the key with another post', async () => {
    const [ana, bob] = [await signUp(app), await signUp(app)];
    const [id, other] = [await post(app, ana), await post(app, ana)];
    const key = newKey();
    const deleted = { answer: { deletedPostId: id, userErrors: [] } };
    // A refusal leaves the key free.
    expect(await remove(ana, app.newId('p'), key)).toEqual(refused('POST_NOT_FOUND', 'postId'));
    const answers = await Promise.all([1, 2, 3].map(() => remove(ana, id, key)));
    expect(answers).toEqual([deleted, deleted, deleted]);
    expect(await remove(ana, id, key)).toEqual(deleted);
    expect(await remove(ana, other, key)).toEqual(refused('IDEMPOTENCY_KEY_REUSED', 'idempotencyKey'));
    // Another account's equal key is another key.
    expect(await remove(bob, id, key)).toEqual(refused('POST_NOT_FOUND', 'postId'));
    await app.service.worker.drain();
    const told = app.events.filter(({ type }) => type === 'post.deleted').map(({ payload }) => payload['postId']);
    expect(told.filter((postId) => [id, other].includes(String(postId)))).toEqual([id]);
  });
});
