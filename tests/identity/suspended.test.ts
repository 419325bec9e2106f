// A5: what becomes of an account that its app has suspended, and of those that are linked to it.

import { type Account, present, startWorld, type World } from '@accounts-center/test-kit';
import { RefreshSessionDocument } from '@accounts-center/test-kit/operations';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

const constellations = [
  { transport: 'local', dialect: 'sqlite' },
  { transport: 'http', dialect: 'postgres' },
] as const;

describe.each(constellations)('over $transport on $dialect', (options) => {
  let world: World;
  let ada: Account;
  let grace: Account;
  let edith: Account;

  beforeAll(async () => {
    world = await startWorld(options);
  });
  afterAll(() => world.close());

  let runs = 0;
  beforeEach(async () => {
    runs += 1;
    world.faults.heal();
    [ada, grace, edith] = await Promise.all([
      world.signUp('FACEBOOK', `ada.park.${runs}`),
      world.signUp('WHATSAPP', `grace.${runs}`),
      world.signUp('MESSENGER', `edith.${runs}`),
    ]);
    await world.link(grace, ada);
  });

  /** As an app's moderators do it. */
  const moderationOf = ({ app }: Account) => present(world.constellation.apps[app]).suspensions;
  async function suspend(account: Account): Promise<void> {
    await moderationOf(account).suspend(account.id);
    await world.settle();
  }

  async function refresh({ refreshToken }: Account): Promise<string | undefined> {
    const { refreshSession } = await world.graph.request(RefreshSessionDocument, { input: { refreshToken } });
    return present(refreshSession).userErrors[0]?.code;
  }

  it('A5: opens nothing: no sign-in, no refresh, no proof; only its owner is told why', async () => {
    await suspend(ada);
    await expect(world.signIn(ada)).rejects.toThrow('ACCOUNT_NOT_ACTIVE');
    await expect(world.signIn(ada, 'a wrong guess')).rejects.toThrow('WRONG_CREDENTIALS');
    const flowId = await world.startLink(edith);
    await expect(world.prove(edith, flowId, ada, 'a wrong guess')).rejects.toThrow('WRONG_CREDENTIALS');
    await expect(world.prove(edith, flowId, ada)).rejects.toThrow('ACCOUNT_NOT_ACTIVE');
    expect(await refresh(ada)).toBe('SESSION_ENDED');
  });

  it('A5: changes nothing by the session it had, at once', async () => {
    await suspend(ada);
    const refused = 'ACCOUNT_NOT_ACTIVE';
    await expect(world.startLink(ada)).rejects.toThrow(refused);
    await expect(world.unlink(ada, grace)).rejects.toThrow(refused);
    await expect(world.setSharing(ada, grace, 'ALWAYS')).rejects.toThrow(refused);
    await expect(world.sync(ada, [grace], ['USERNAME'])).rejects.toThrow(refused);
    await expect(world.crossPost(ada, { text: 'Still here.' })).rejects.toThrow(refused);
    await world.settle();
    expect((await world.readCenter(grace)).accountsCenter.accounts).toHaveLength(2);
    expect(await world.postsOf(grace)).toEqual([]);
  });

  it('A5: harms no account that is linked to it, and is itself again when its app says so', async () => {
    await suspend(ada);
    expect(await refresh(grace)).toBeUndefined();
    await world.crossPost(grace, { text: 'Life goes on.' });
    await moderationOf(ada).reinstate(ada.id);
    await world.settle();
    await world.unlink(await world.signIn(ada), grace);
    expect((await world.readCenter(grace)).accountsCenter.accounts).toHaveLength(1);
  });

  it('A5: a suspension that the reinstatement overtakes on its way holds nobody back', async () => {
    const { suspend: suspendIt, reinstate } = moderationOf(ada);
    const isSuspension = ({ body }: { body?: unknown }) => String(body).includes('account.suspended');
    world.faults.takeDown('accounts-center', isSuspension);
    await suspendIt(ada.id);
    await reinstate(ada.id);
    await world.settle();
    world.faults.heal();
    // Long enough for the one that is late to be tried again.
    await world.pass(60_000);
    expect(await refresh(ada)).toBeUndefined();
    await world.crossPost(ada, { text: 'Nothing has happened.' });
  });

  it('is not linked when it is suspended between its proof and the link', async () => {
    const flowId = await world.startLink(edith);
    const target = await world.signUp('WHATSAPP', `target.${runs}`);
    await world.prove(edith, flowId, target);
    await suspend(target);
    await expect(world.finishLink(edith, flowId)).rejects.toThrow('ACCOUNT_NOT_ACTIVE');
    expect((await world.readCenter(edith)).accountsCenter.accounts).toHaveLength(1);
  });
});
