import { appOf, type FamilyApp } from '../apps.ts';
import { appFailure } from './app-failure.ts';

/** An app's answer; or how the call failed: the app certainly did not see it, it may have taken effect, or it broke. */
export type Asked<T> =
  | { readonly ok: true; readonly answer: T }
  | { readonly ok: false; readonly failure: NonNullable<ReturnType<typeof appFailure>> };

/**
 * Asks an app, and makes a value of its failure.
 * @throws what is no failure of the app's
 */
export async function askApp<T>(question: () => Promise<T>): Promise<Asked<T>> {
  try {
    return { ok: true, answer: await question() };
  } catch (error) {
    const failure = appFailure(error);
    if (failure === undefined) throw error;
    return { ok: false, failure };
  }
}

/**
 * The app of an account that is known to be one of ours.
 * @throws when no app makes such ids
 */
export function appOfAccount(accountId: string): FamilyApp {
  const entry = appOf(accountId);
  if (entry === undefined) throw new Error(`No app makes accounts with the id ${accountId}.`);
  return entry;
}
