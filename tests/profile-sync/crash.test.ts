// Case 5 and case 12: the process dies at any point of a username sync. After the restart the name is the new one in every
// app, or the old one in every app, and nothing is reserved any more.
import { type Account, type CrashPoint, contractCall, startWorld, type World } from '@accounts-center/test-kit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const FIVE_MINUTES_MS = 300_000;
const apps = ['FACEBOOK', 'INSTAGRAM', 'WHATSAPP'] as const;

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.close());

let runs = 0;

/** Three accounts with one username, kept the same. */
async function family(): Promise<{ source: Account; others: Account[]; oldName: string; newName: string }> {
  runs += 1;
  const [oldName, newName] = [`old.name.${runs}`, `new.name.${runs}`];
  const source = await world.signUp('FACEBOOK', oldName);
  const others = [await world.signUp('INSTAGRAM', `a.${runs}`), await world.signUp('WHATSAPP', `a.${runs}`)];
  for (const other of others) await world.link(source, other);
  await world.sync(source, others, ['USERNAME']);
  return { source, others, oldName, newName };
}

/** Who has a name in each app. */
async function holdersOf(username: string): Promise<(string | undefined)[]> {
  const accounts = apps.map((app) => world.signIn({ app, username }).catch(() => undefined));
  return (await Promise.all(accounts)).map((account) => account?.id);
}

function at(moment: CrashPoint['moment'], operation: string, service: string): CrashPoint {
  const isOperation = contractCall(operation);
  return { moment, call: (request) => request.service === service && isOperation(request) };
}

const points = [
  ['before', 'ReadAccounts', 'facebook', 'old'],
  ['before', 'PrepareProfileChange', 'instagram', 'old'],
  ['after', 'PrepareProfileChange', 'instagram', 'old'],
  ['after', 'PrepareProfileChange', 'facebook', 'old'],
  ['before', 'CommitProfileChange', 'facebook', 'new'],
  ['after', 'CommitProfileChange', 'facebook', 'new'],
  ['before', 'CommitProfileChange', 'whatsapp', 'new'],
  ['after', 'CommitProfileChange', 'whatsapp', 'new'],
] as const;

describe.each(points)('dead %s %s at %s', (moment, operation, service, outcome) => {
  it(`case 12: has the ${outcome} name everywhere, once, and the other one is free`, async () => {
    const { source, others, oldName, newName } = await family();
    const ids = [source, ...others].map(({ id }) => id);
    const crashed = world.crash(at(moment, operation, service));
    const answer = world.updateProfile(source, { username: newName, idempotencyKey: `crash-key-${runs}` });
    await expect(answer).rejects.toThrow();
    await crashed;
    await world.reopen();
    await world.pass(FIVE_MINUTES_MS);

    const [kept, free] = outcome === 'new' ? [newName, oldName] : [oldName, newName];
    expect(await holdersOf(kept)).toEqual(ids);
    for (const app of apps) await world.signUp(app, free);
  });
});

it.each([
  ['before', 'ReadAccounts', 0],
  ['before', 'PrepareProfileChange', 0],
  ['after', 'PrepareProfileChange', 0],
  ['after', 'PrepareProfileChange', FIVE_MINUTES_MS],
  ['before', 'CommitProfileChange', 0],
  ['before', 'CommitProfileChange', FIVE_MINUTES_MS],
  ['after', 'CommitProfileChange', 0],
] as const)('D3: the same request again finishes what died %s %s, %d ms later', async (moment, operation, passed) => {
  const { source, others, newName } = await family();
  const wish = { username: newName, idempotencyKey: `again-key-${runs}` };
  const crashed = world.crash(at(moment, operation, 'instagram'));
  await expect(world.updateProfile(source, wish)).rejects.toThrow();
  await crashed;
  await world.reopen();
  if (passed > 0) await world.pass(passed);

  const { results } = await world.updateProfile(source, wish);
  expect(results.map(({ state }) => state)).toEqual(['APPLIED', 'APPLIED', 'APPLIED']);
  expect(await holdersOf(newName)).toEqual([source, ...others].map(({ id }) => id));
});

it.each(['before', 'after'] as const)(
  'case 5: a name taken in one app, and the process dead %s the others are told: no reservation is left',
  async (moment) => {
    const { source, others, oldName, newName } = await family();
    await world.signUp('INSTAGRAM', newName);
    const crashed = world.crash(at(moment, 'AbortProfileChange', 'whatsapp'));
    await expect(world.updateProfile(source, { username: newName })).rejects.toThrow();
    await crashed;
    await world.reopen();
    await world.pass(FIVE_MINUTES_MS);

    expect(await holdersOf(oldName)).toEqual([source, ...others].map(({ id }) => id));
    for (const app of ['FACEBOOK', 'WHATSAPP'] as const) await world.signUp(app, newName);
  },
);
