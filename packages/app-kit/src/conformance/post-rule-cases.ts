import { expect, it } from 'vitest';
import { ask } from '../testing/contract-operations.ts';
import { newDraft, own } from '../testing/drafts.ts';
import { newKey, signUp, upload } from '../testing/people.ts';
import type { TestApp } from '../testing/test-app.ts';
import { publish, reasonsAgainst } from './publication-steps.ts';

/** The rules of posts, before posting and when posting (X5). */
export function postRuleCases(getApp: () => TestApp): void {
  it('X5: takes a text at the limit, and refuses one letter more', async () => {
    const app = getApp();
    const authorId = await signUp(app);
    const { post } = await ask(app, 'rules');
    if (post === null) return;
    const fitting = '🙂'.repeat(post.maxTextLength);
    expect(await reasonsAgainst(app, await newDraft(app, authorId, { text: fitting }))).toEqual([]);
    expect(await reasonsAgainst(app, await newDraft(app, authorId, { text: `${fitting}.` }))).toEqual([
      'TEXT_TOO_LONG',
    ]);
  });

  it('X5: refuses media beyond the rules', async () => {
    const app = getApp();
    const authorId = await signUp(app);
    const { post } = await ask(app, 'rules');
    if (post === null) return;
    const tooMany = Array.from({ length: post.maxMedia + 1 }, (_, index) => ({
      ...own(`nothing${index}`),
      service: 'sister',
      grant: '',
    }));
    expect(await reasonsAgainst(app, await newDraft(app, authorId, { media: tooMany }))).toEqual(['TOO_MUCH_MEDIA']);
    const tooTall = await upload(app, authorId, { width: 100, height: 100 / post.minAspectRatio + 100 });
    expect(await reasonsAgainst(app, await newDraft(app, authorId, { media: [own(tooTall)] }))).toEqual([
      'MEDIA_NOT_ACCEPTED',
    ]);
    const tooLong = await upload(app, authorId, { kind: 'VIDEO', durationMs: post.maxVideoDurationMs + 1 });
    expect(await reasonsAgainst(app, await newDraft(app, authorId, { media: [own(tooLong)] }))).toEqual([
      'MEDIA_NOT_ACCEPTED',
    ]);
    const nothing = await reasonsAgainst(app, await newDraft(app, authorId, { text: ' ', media: [] }));
    expect(nothing).toEqual([post.minMedia > 0 ? 'MEDIA_REQUIRED' : 'EMPTY']);
  });

  it('refuses media that are unknown, of another account, or used already', async () => {
    const app = getApp();
    const [authorId, other] = [await signUp(app), await signUp(app)];
    const used = await upload(app, authorId);
    await publish(app, newKey(), await newDraft(app, authorId, { media: [own(used)] }));
    for (const id of [app.newId('m'), 'nonsense', 'a\0b', await upload(app, other), used]) {
      expect(await reasonsAgainst(app, await newDraft(app, authorId, { media: [own(id)] }))).toEqual([
        'MEDIA_NOT_FOUND',
      ]);
    }
  });

  it('refuses an author who is not there', async () => {
    const app = getApp();
    const draft = await newDraft(app, await signUp(app));
    for (const authorId of [app.newId('u'), 'nonsense', 'a\0b']) {
      expect(await reasonsAgainst(app, { ...draft, authorId })).toEqual(['ACCOUNT_NOT_ACTIVE']);
    }
  });
}

/** An app without posts says so. */
export function noPostCases(getApp: () => TestApp): void {
  it('X5: refuses every post, as it has none', async () => {
    const app = getApp();
    expect((await ask(app, 'rules')).post).toBeNull();
    expect(await reasonsAgainst(app, await newDraft(app, await signUp(app)))).toEqual(['NO_POSTS']);
  });
}
