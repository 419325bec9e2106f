import { commandsTables } from '@accounts-center/app-kit/seeding';
import { apps } from '@accounts-center/schema';
import { contentsOf, present, send, type WireAnswer, type World } from '@accounts-center/test-kit';
import { eq } from 'drizzle-orm';
import { expect } from 'vitest';

// Paths, addresses, SQL, stack traces, libraries: nothing of the inside.
const INSIDE =
  /\/(work|tmp|home|root|usr|src|var)\/|127\.0\.0\.1|localhost|node_modules|\.[cm]?[jt]s:\d|\bat \w+.*\(|sqlite|postgres|drizzle|fastify|\b(select|insert|update|delete)\b.*\b(from|into|set)\b|unhandled|undefined/i;

// What must be written all the same:
// - outbox, profileChange, profileChangePart: a flow over several services notes that it began before it asks anybody, or a crash
//   would leave reservations that nobody knows of; and then that it came to nothing.
// - command: an app's refusal is the answer of its key for good, so that a call that comes late has no effect (X8). Only a command
//   that was carried out counts here as written.
// - guess: a try to sign up or in is counted before it is looked at, so that tries made at once don't slip under the limit (F4).
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
  const contents = Object.entries(await contentsOf(world)).filter(([table]) => !JOURNALS.test(table));
  return [...contents, ['commands carried out', String(await commandsCarriedOut(world))]];
}

async function commandsCarriedOut({ constellation }: World): Promise<number> {
  const counts = apps.map(({ service }) => {
    const db = present(constellation.services[service]).db;
    const { command } = db.tables(commandsTables);
    return db.read.$count(command, eq(command.state, 'DONE'));
  });
  return (await Promise.all(counts)).reduce((sum, count) => sum + count, 0);
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
