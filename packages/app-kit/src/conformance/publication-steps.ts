import { expect } from 'vitest';
import { ask, type Draft } from '../testing/contract-operations.ts';
import { newKey } from '../testing/people.ts';
import type { TestApp } from '../testing/test-app.ts';

export const published = { state: 'PUBLISHED', postId: expect.any(String) as string, refusals: [] };
export const withdrawn = { state: 'WITHDRAWN', postId: null, refusals: [] };
export const unseen = { state: 'UNSEEN', postId: null, refusals: [] };

export function refusedFor(...reasons: readonly string[]) {
  return { state: 'REFUSED', postId: null, refusals: reasons.map((reason) => ({ reason })) };
}

export function publish(app: TestApp, key: string, draft: Draft) {
  return ask(app, 'publishPost', { key, draft });
}

/** What `checkPost` and `publishPost` say against a draft, which must be the same. */
export async function reasonsAgainst(app: TestApp, draft: Draft): Promise<string[]> {
  const key = newKey();
  const checked = await ask(app, 'checkPost', { draft });
  const publication = await publish(app, key, draft);
  const reasons = checked.refusals.map(({ reason }) => reason);
  expect(publication).toEqual(reasons.length > 0 ? refusedFor(...reasons) : published);
  expect(await ask(app, 'publication', { key })).toEqual(publication);
  return reasons;
}
