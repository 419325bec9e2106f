// A5: what becomes of an account that its app has suspended, and of those that are linked to it.

import { usersTables } from '@accounts-center/app-kit/seeding';
import { type Account, present, startWorld, type World } from '@accounts-center/test-kit';
import { RefreshSessionDocument } from '@accounts-center/test-kit/operations';
import { eq } from 'drizzle-orm';
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

  /** As the app does it, in its own database. */
  async function suspend(account: Account, state: 'ACTIVE' | 'SUSPENDED' = 'SUSPENDED'): Promise<void> {
    const db = present(world.constellation.services[account.app.toLowerCase()]).db;
    const { user } = db.tables(usersTables);
    await db.write((tx) => tx.update(user).set({ state }).where(eq(user.id, account.id)));
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
    expect(await refresh(ada)).toBe('ACCOUNT_NOT_ACTIVE');
  });

  it('changes nothing by the session it has', async () => {
    await suspend(ada);
    expect(await refresh(ada)).toBe('ACCOUNT_NOT_ACTIVE');
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
    expect(await refresh(ada)).toBe('ACCOUNT_NOT_ACTIVE');
    expect(await refresh(grace)).toBeUndefined();
    await world.crossPost(grace, { text: 'Life goes on.' });
    await suspend(ada, 'ACTIVE');
    expect(await refresh(ada)).toBeUndefined();
    await world.unlink(await world.signIn(ada), grace);
    expect((await world.readCenter(grace)).accountsCenter.accounts).toHaveLength(1);
  });

  it('is not linked when it is suspended between its proof and the link', async () => {
    const flowId = await world.startLink(edith);
    const target = await world.signUp('WHATSAPP', `target.${runs}`);
    await world.prove(edith, flowId, target);
    await suspend(target);
    expect(await refresh(target)).toBe('ACCOUNT_NOT_ACTIVE');
    await expect(world.finishLink(edith, flowId)).rejects.toThrow('ACCOUNT_NOT_ACTIVE');
    expect((await world.readCenter(edith)).accountsCenter.accounts).toHaveLength(1);
  });
});
