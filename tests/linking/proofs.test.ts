import { type Account, startWorld, type World } from '@accounts-center/test-kit';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

const TEN_MINUTES_MS = 600_000;

let world: World;
let ada: Account;
let grace: Account;
let edith: Account;

beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.close());

let runs = 0;
beforeEach(async () => {
  runs += 1;
  [ada, grace, edith] = await Promise.all([
    world.signUp('FACEBOOK', `ada.${runs}`),
    world.signUp('INSTAGRAM', `grace_${runs}`),
    world.signUp('WHATSAPP', `edith_${runs}`),
  ]);
});

async function membersOf(account: Account): Promise<(string | undefined)[]> {
  const { accountsCenter } = await world.readCenter(account);
  return accountsCenter.accounts.map((member) => member?.id);
}

/** A flow of Ada's in which control of Grace is proved. */
async function provedFlow(): Promise<string> {
  const flowId = await world.startLink(ada);
  await world.prove(ada, flowId, grace);
  return flowId;
}

describe('case 2: a proof made for one account and one center', () => {
  it('links no other account: a wrong password for that one leaves the proof as it was', async () => {
    const flowId = await provedFlow();
    await expect(world.prove(ada, flowId, edith, 'a guess, and a wrong one')).rejects.toThrow('WRONG_CREDENTIALS');
    await world.finishLink(ada, flowId);
    expect(await membersOf(ada)).toEqual([ada.id, grace.id]);
    expect(await membersOf(edith)).toEqual([edith.id]);
  });

  it('is good for the account proved last alone', async () => {
    const flowId = await provedFlow();
    await world.prove(ada, flowId, edith);
    await world.finishLink(ada, flowId);
    expect(await membersOf(ada)).toEqual([ada.id, edith.id]);
    expect(await membersOf(grace)).toEqual([grace.id]);
  });

  it('links into no other center: not for its owner, nor once the flow’s account has moved to another', async () => {
    const flowId = await provedFlow();
    await expect(world.finishLink(edith, flowId)).rejects.toThrow('FLOW_NOT_FOUND');
    await world.link(edith, ada);
    await expect(world.finishLink(ada, flowId)).rejects.toThrow('FLOW_NOT_FOUND');
    expect(await membersOf(grace)).toEqual([grace.id]);
  });

  it('works once: the same key has the same answer, another key none', async () => {
    const flowId = await provedFlow();
    await world.finishLink(ada, flowId, 'the-key-of-the-link');
    await world.finishLink(ada, flowId, 'the-key-of-the-link');
    await expect(world.finishLink(ada, flowId)).rejects.toThrow('FLOW_NOT_FOUND');
    await world.unlink(ada, grace);
    await expect(world.finishLink(ada, flowId)).rejects.toThrow('FLOW_NOT_FOUND');
    await expect(world.prove(ada, flowId, grace)).rejects.toThrow('FLOW_NOT_FOUND');
    expect(await membersOf(ada)).toEqual([ada.id]);
  });

  it('works for ten minutes', async () => {
    const flowId = await provedFlow();
    world.clock.advance(TEN_MINUTES_MS);
    await expect(world.finishLink(ada, flowId)).rejects.toThrow('FLOW_NOT_FOUND');
    const inTime = await world.startLink(await world.signIn(ada));
    expect(inTime).not.toBe(flowId);
    expect(await membersOf(await world.signIn(grace))).toEqual([grace.id]);
  });

  it('works in the session alone that the flow was begun in', async () => {
    const flowId = await provedFlow();
    const otherBrowser = await world.signIn(ada);
    await expect(world.prove(otherBrowser, flowId, grace)).rejects.toThrow('FLOW_NOT_FOUND');
    await expect(world.finishLink(otherBrowser, flowId)).rejects.toThrow('FLOW_NOT_FOUND');
    await world.finishLink(ada, flowId);
    expect(await membersOf(otherBrowser)).toEqual([ada.id, grace.id]);
  });

  it('case 9: is not to be had with a session of the account: it takes the password', async () => {
    const flowId = await world.startLink(ada);
    await expect(world.finishLink(ada, flowId)).rejects.toThrow('PROOF_MISSING');
    await expect(world.finishLink(grace, flowId)).rejects.toThrow('FLOW_NOT_FOUND');
    await expect(world.startLink({ ...ada, id: grace.id })).rejects.toThrow('ACCOUNT_NOT_FOUND');
    expect(await membersOf(grace)).toEqual([grace.id]);
  });
});
