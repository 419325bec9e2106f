// D2: an app that takes its part of a change and says nothing is named in time, and nothing has changed anywhere.
import { contractCall, startWorld, type World } from '@accounts-center/test-kit';
import { ReadProfilesDocument } from '@accounts-center/test-kit/operations';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

/** What the gateway gives a service: far less than the service itself gives an app. */
const gateway = { settings: { subgraphs: { all: { timeoutMs: 2_000 } } } };

describe.each(['local', 'http'] as const)('D2: over %s', (transport) => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld({ transport, gateway });
  });
  afterAll(() => world.close());

  it.each([
    ['the first call', 'PrepareProfileChange'],
    ['any call', 'ProfileChange'],
  ])('PR3: an app that does not answer %s of a change refuses it', async (_, operation) => {
    const run = operation.toLowerCase();
    const facebook = await world.signUp('FACEBOOK', `ada.${run}`);
    const instagram = await world.signUp('INSTAGRAM', `on.${run}`);
    await world.link(facebook, instagram);
    await world.sync(facebook, [instagram], ['USERNAME']);

    world.faults.hang('instagram', contractCall(operation));
    const change = () => world.updateProfile(facebook, { username: `later.${run}` });
    await expect(change()).rejects.toMatchObject({ problems: [{ code: 'APP_UNAVAILABLE', app: 'INSTAGRAM' }] });
    const { viewer } = await facebook.graph.request(ReadProfilesDocument, {});
    expect(viewer?.accounts.map((account) => account?.username)).toEqual([`ada.${run}`, `ada.${run}`]);

    world.faults.heal();
    await world.settle();
    const { results } = await change();
    expect(results.map(({ user, state }) => [user?.username, state])).toEqual([
      [`later.${run}`, 'APPLIED'],
      [`later.${run}`, 'APPLIED'],
    ]);
  });
});
