import type { App } from '../app.ts';
import { createAppService } from '../create-app-service.ts';
import { startTestApp, type TestApp } from './test-app.ts';

/** Starts an app of the family with stand-ins for its sisters. */
export function startApp(app: App, url: string): Promise<TestApp> {
  return startTestApp(app.entry, (deps) => createAppService(app, deps), url);
}

/**
 * Has an account changed, or refused.
 * @param mutation under the alias `answer`
 * @param viewerId who is signed in; the account itself unless told
 */
export async function tryToChange(
  app: TestApp,
  mutation: string,
  input: { readonly accountId: string; readonly [field: string]: unknown },
  viewerId = input.accountId,
): Promise<object> {
  const { data } = await app.graph<{ answer: object }>(mutation, { input }, viewerId);
  return data.answer;
}

/** What such a mutation answers that did nothing, for a reason. */
export function refusal(code: string, field: string): object {
  return { user: null, userErrors: [{ code, field: ['input', field] }] };
}
