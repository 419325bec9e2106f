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
