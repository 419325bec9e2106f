import { appFailure } from '../app-contract/app-failure.ts';

/** An app's answer; or, when there is none, whether it certainly did not see the question. */
export type Asked<T> =
  | { readonly ok: true; readonly answer: T }
  | { readonly ok: false; readonly failure: NonNullable<ReturnType<typeof appFailure>> };

/**
 * Asks an app, and makes a value of its silence.
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
