import { expect } from 'vitest';
import { ask, type Draft } from '../testing/contract-operations.ts';
import { newKey } from '../testing/people.ts';
import type { TestApp } from '../testing/test-app.ts';

export const published = { state: 'PUBLISHED', postId: expect.any(String) as string };
export const withdrawn = { state: 'WITHDRAWN', postId: null };
export const unseen = { state: 'UNSEEN', postId: null };

export function publish(app: TestApp, key: string, draft: Draft) {
  return ask(app, 'publishPost', { key, draft });
}

/** What `checkPost` and `publishPost` say against a draft, which must be the same. */
export async function reasonsAgainst(app: TestApp, draft: Draft): Promise<string[]> {
  const key = newKey();
  const checked = await ask(app, 'checkPost', { draft });
  const { publication, refusals } = await publish(app, key, draft);
  expect(refusals.map(({ reason }) => reason)).toEqual(checked.map(({ reason }) => reason));
  expect(publication).toEqual(refusals.length > 0 ? unseen : published);
  expect(await ask(app, 'publication', { key })).toEqual(publication);
  return checked.map(({ reason }) => reason);
}
