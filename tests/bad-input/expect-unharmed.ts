import { contentsOf, send, type WireAnswer, type World } from '@accounts-center/test-kit';
import { expect } from 'vitest';

// Paths, addresses, SQL, stack traces, libraries: nothing of the inside.
const INSIDE =
  /\/(work|tmp|home|root|usr|src|var)\/|127\.0\.0\.1|localhost|node_modules|\.[cm]?[jt]s:\d|\bat \w+.*\(|sqlite|postgres|drizzle|fastify|\b(select|insert|update|delete)\b.*\b(from|into|set)\b|unhandled|undefined/i;

// What a flow over several services notes of itself before it asks anybody: that it began, and that it came to nothing;
// in an app, which command it refused. And a try to sign up is counted, as a wrong password is.
const JOURNALS = /\.(outbox|profileChange|profileChangePart|command|guess)$/;

/**
 * Sends what must be refused, one after the other, and checks that nothing was written by any service, nothing of the inside is told, and the
 * process lives on.
 * @returns the answers
 */
export async function expectUnharmed(world: World, ...requests: (() => Promise<WireAnswer>)[]): Promise<WireAnswer[]> {
  const before = await written(world);
  const answers: WireAnswer[] = [];
  for (const request of requests) answers.push(await request());
  expect(await written(world)).toEqual(before);
  for (const { text } of answers) expect(text).not.toMatch(INSIDE);
  expect((await send(`${world.url}/health`)).status).toBe(200);
  return answers;
}

async function written(world: World): Promise<[string, string][]> {
  return Object.entries(await contentsOf(world)).filter(([table]) => !JOURNALS.test(table));
}

/** The codes of the answers' errors: of a whole answer, or in a payload's `userErrors`. */
export function codesIn(answers: readonly WireAnswer[]): string[] {
  return [
    ...answers
      .map(({ text }) => text)
      .join('\n')
      .matchAll(/"code":"([A-Z_]+)"/g),
  ].map(([, code = '']) => code);
}
