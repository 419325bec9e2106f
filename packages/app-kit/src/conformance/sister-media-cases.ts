import { expect, it } from 'vitest';
import { ask } from '../testing/contract-operations.ts';
import { granted, newDraft } from '../testing/drafts.ts';
import { newKey, signUp } from '../testing/people.ts';
import type { TestApp } from '../testing/test-app.ts';
import { publish, published, refusedFor, unseen } from './publication-steps.ts';

/** Posts with files that a sister app has. */
export function sisterMediaCases(getApp: () => TestApp): void {
  it('X8: fetches a sister’s file once for a key, under whatever grant', async () => {
    const app = getApp();
    const authorId = await signUp(app);
    const [key, file] = [newKey(), await granted(app)];
    const draft = await newDraft(app, authorId, { media: [file] });
    const first = await publish(app, key, draft);
    expect(first).toEqual(published);
    app.clock.advance(60_000);
    app.sisterFiles.delete(file.id);
    expect(await publish(app, key, { ...draft, media: [{ ...file, grant: await app.grant(file.id) }] })).toEqual(first);
  });

  it('X8: parallel calls with a sister’s file make one post', async () => {
    const app = getApp();
    const draft = await newDraft(app, await signUp(app), { media: [await granted(app)] });
    const key = newKey();
    const answers = await Promise.all([1, 2, 3].map(() => publish(app, key, draft)));
    expect(answers).toEqual(Array.from(answers, () => ({ ...published, postId: answers[0]?.postId })));
  });

  it('refuses a sister’s file that is not there, not granted, or no picture', async () => {
    const app = getApp();
    const authorId = await signUp(app);
    const [file, other, damaged] = [await granted(app), await granted(app), await granted(app)];
    app.sisterFiles.delete(file.id);
    app.sisterFiles.set(damaged.id, Buffer.from('<svg onload="alert(1)"/>'));
    const wrong = [
      [file, 'MEDIA_NOT_FOUND'],
      [{ ...other, grant: await app.grant(file.id) }, 'MEDIA_NOT_FOUND'],
      [damaged, 'MEDIA_NOT_ACCEPTED'],
    ] as const;
    for (const [media, reason] of wrong) {
      const key = newKey();
      const refused = refusedFor(reason);
      expect(await publish(app, key, await newDraft(app, authorId, { media: [media] }))).toEqual(refused);
      expect(await ask(app, 'publication', { key })).toEqual(refused);
    }
  });

  it('can be asked again after a sister was out of reach, or did not know who asked', async () => {
    const app = getApp();
    const file = await granted(app);
    const draft = await newDraft(app, await signUp(app), { media: [file] });
    const key = newKey();
    app.connect(false);
    await expect(publish(app, key, draft)).rejects.toMatchObject({ code: 'INTERNAL_SERVER_ERROR' });
    app.connect(true);
    const unsigned = { ...draft, media: [{ ...file, grant: 'nonsense' }] };
    await expect(publish(app, key, unsigned)).rejects.toMatchObject({ code: 'INTERNAL_SERVER_ERROR' });
    expect(await ask(app, 'publication', { key })).toEqual(unseen);
    expect(await publish(app, key, draft)).toEqual(published);
  });
}
