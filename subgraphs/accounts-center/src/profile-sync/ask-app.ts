import { appFailure } from '../app-contract/app-failure.ts';
import { type App, appOf } from '../apps.ts';
import type { ProfileProblem } from './profile-change.ts';

/** An app's answer; or, when there is none, whether the app may have seen the question. */
export type Answer<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problem: ProfileProblem; readonly wasSeen: boolean };

/**
 * Asks an app, and turns its silence into a value.
 * @throws what is no failure of the app's
 */
export async function askApp<T>(app: App, question: () => Promise<T>): Promise<Answer<T>> {
  try {
    return { ok: true, value: await question() };
  } catch (error) {
    const failure = appFailure(error);
    if (failure === undefined) throw error;
    return { ok: false, problem: { code: 'APP_UNAVAILABLE', app }, wasSeen: failure !== 'unreachable' };
  }
}

/** The app of an account of ours. */
export function appOfAccount(accountId: string): App {
  const entry = appOf(accountId);
  if (entry === undefined) throw new Error(`no app makes accounts with the id ${accountId}`);
  return entry.app;
}
