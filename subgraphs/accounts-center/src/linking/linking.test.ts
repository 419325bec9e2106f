import { eachDialect } from '@accounts-center/db/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import { createLinkingFixture, fixtureTables, type LinkingFixture } from './linking.fixture.ts';

const MINUTE = 60_000;

eachDialect((_dialect, open) => {
  let fixture: LinkingFixture;
  beforeAll(async () => {
    fixture = createLinkingFixture(await open({ tables: fixtureTables }));
  });

  describe('startLink', () => {
    it('L2: begins a flow for the signed-in account, which a recent sign-in proves', async () => {
      const account = await fixture.account();
      const viewer = fixture.signIn(account);
      fixture.clock.advance(9 * MINUTE);
      const started = await fixture.linking.startLink(viewer, { accountId: account });
      expect(started).toMatchObject({
        ok: true,
        flow: { accountId: account, isAccountProved: true, provedAccountId: null },
      });
    });

    it('L2: does not count an older sign-in, but the password in the flow', async () => {
      const account = await fixture.account();
      const viewer = fixture.signIn(account);
      fixture.clock.advance(11 * MINUTE);
      const started = await fixture.linking.startLink(viewer, { accountId: account });
      if (!started.ok) throw new Error(started.code);
      expect(started.flow.isAccountProved).toBe(false);
      expect(await fixture.prove(viewer, started.flow.id, account)).toMatchObject({
        ok: true,
        flow: { isAccountProved: true, provedAccountId: null },
      });
    });

    it('C2: tells an unknown account and somebody else’s apart in nothing', async () => {
      const viewer = fixture.signIn(await fixture.account());
      const refusal = { ok: false, code: 'ACCOUNT_NOT_FOUND', field: ['input', 'accountId'] };
      expect(await fixture.linking.startLink(viewer, { accountId: await fixture.account() })).toEqual(refusal);
      expect(await fixture.linking.startLink(viewer, { accountId: 'nonsense' })).toEqual(refusal);
    });
  });

  describe('proveAccountControl', () => {
    it('R7: answers a wrong password and an unknown account alike, and the flow goes on', async () => {
      const viewer = fixture.signIn(await fixture.account());
      const target = await fixture.account('INSTAGRAM');
      const flowId = await fixture.provedFlow(viewer, await fixture.account('INSTAGRAM'));
      expect(await fixture.prove(viewer, flowId, target, 'wrong')).toEqual({ ok: false, code: 'WRONG_CREDENTIALS' });
      expect(await fixture.prove(viewer, flowId, 'nobody', 'wrong')).toEqual({ ok: false, code: 'WRONG_CREDENTIALS' });
      expect(await fixture.prove(viewer, flowId, 'down')).toEqual({ ok: false, code: 'APP_UNAVAILABLE' });
      expect(await fixture.prove(viewer, flowId, target)).toMatchObject({
        ok: true,
        flow: { provedAccountId: target },
      });
    });

    it('case 2: takes no proof in another session, another account’s session, or after ten minutes', async () => {
      const account = await fixture.account();
      const viewer = fixture.signIn(account);
      const target = await fixture.account('INSTAGRAM');
      const flowId = await fixture.provedFlow(viewer, target);
      const refusal = { ok: false, code: 'FLOW_NOT_FOUND', field: ['input', 'flowId'] };
      expect(await fixture.prove(fixture.signIn(account), flowId, target)).toEqual(refusal);
      const thief = { ...fixture.signIn(await fixture.account()), sessionId: viewer.sessionId };
      expect(await fixture.prove(thief, flowId, target)).toEqual(refusal);
      fixture.clock.advance(10 * MINUTE);
      expect(await fixture.prove(viewer, flowId, target)).toEqual(refusal);
    });
  });

  it('forgets flows that ended unfinished, and no others', async () => {
    const [account, target] = [await fixture.account(), await fixture.account('INSTAGRAM')];
    const viewer = fixture.signIn(account);
    const input = { flowId: await fixture.provedFlow(viewer, target), idempotencyKey: fixture.key() };
    const first = await fixture.linking.linkAccount(viewer, input);
    await fixture.provedFlow(viewer, await fixture.account());
    fixture.clock.advance(10 * MINUTE);
    await fixture.provedFlow(viewer, await fixture.account());
    await fixture.linking.sweep();
    expect(await fixture.flowCount(account)).toBe(2);
    expect(await fixture.linking.linkAccount(viewer, input)).toEqual(first);
  });

  describe('linkAccount', () => {
    it('L2: moves the proved account into the center of the signed-in one, and its own center goes', async () => {
      const [account, target] = [await fixture.account(), await fixture.account('INSTAGRAM')];
      const formerCenter = await fixture.membership.centerOf(target);
      const centerId = await fixture.membership.centerOf(account);
      expect(await fixture.link(account, target)).toEqual({ ok: true, linkedAccountId: target, centerId });
      expect(await fixture.companions(account)).toEqual([account, target].sort());
      expect(await fixture.membership.accountsOf(formerCenter ?? '')).toEqual([]);
    });

    it('L2: asks for proof of both accounts', async () => {
      const account = await fixture.account();
      const viewer = fixture.signIn(account);
      const started = await fixture.linking.startLink(viewer, { accountId: account });
      if (!started.ok) throw new Error(started.code);
      const input = { flowId: started.flow.id, idempotencyKey: fixture.key() };
      expect(await fixture.linking.linkAccount(viewer, input)).toEqual({ ok: false, code: 'PROOF_MISSING' });
    });

    it('case 2: a sign-in that was recent at the start has to be so at the end', async () => {
      const [account, target] = [await fixture.account(), await fixture.account('INSTAGRAM')];
      const viewer = fixture.signIn(account);
      fixture.clock.advance(8 * MINUTE);
      const flowId = await fixture.provedFlow(viewer, target);
      fixture.clock.advance(3 * MINUTE);
      const input = { flowId, idempotencyKey: fixture.key() };
      expect(await fixture.linking.linkAccount(viewer, input)).toEqual({ ok: false, code: 'PROOF_MISSING' });
      await fixture.prove(viewer, flowId, account);
      expect(await fixture.linking.linkAccount(viewer, input)).toMatchObject({ ok: true });
    });

    it('case 2: is not finished in another browser, late, or twice', async () => {
      const [account, target] = [await fixture.account(), await fixture.account('INSTAGRAM')];
      const viewer = fixture.signIn(account);
      const refusal = { ok: false, code: 'FLOW_NOT_FOUND', field: ['input', 'flowId'] };
      const finish = (by = viewer, flowId = '') =>
        fixture.linking.linkAccount(by, { flowId, idempotencyKey: fixture.key() });

      const late = await fixture.provedFlow(viewer, target);
      fixture.clock.advance(10 * MINUTE);
      expect(await finish(viewer, late)).toEqual(refusal);

      const again = fixture.signIn(account);
      const flowId = await fixture.provedFlow(again, target);
      expect(await finish(fixture.signIn(account), flowId)).toEqual(refusal);
      expect(await finish(again, flowId)).toMatchObject({ ok: true });
      expect(await finish(again, flowId)).toEqual(refusal);
    });

    it('case 2: does not link into a center that the account has come to since', async () => {
      const [account, target, other] = [await fixture.account(), await fixture.account(), await fixture.account()];
      const viewer = fixture.signIn(account);
      const flowId = await fixture.provedFlow(viewer, target);
      await fixture.link(other, account);
      const result = await fixture.linking.linkAccount(viewer, { flowId, idempotencyKey: fixture.key() });
      expect(result).toMatchObject({ ok: false, code: 'FLOW_NOT_FOUND' });
      expect(await fixture.companions(target)).toEqual([target]);
    });

    it('L7: refuses an account that shares another center, and one that is here already', async () => {
      const [account, target, other] = [await fixture.account(), await fixture.account(), await fixture.account()];
      await fixture.link(other, target);
      expect(await fixture.link(account, target)).toEqual({ ok: false, code: 'LINKED_ELSEWHERE' });
      expect(await fixture.link(other, target)).toEqual({ ok: false, code: 'SAME_ACCOUNT' });
    });

    it('D3: repeats its answer under the same key, in a later session too, and refuses the key for another flow', async () => {
      const [account, target] = [await fixture.account(), await fixture.account('INSTAGRAM')];
      const viewer = fixture.signIn(account);
      const input = { flowId: await fixture.provedFlow(viewer, target), idempotencyKey: fixture.key() };
      const first = await fixture.linking.linkAccount(viewer, input);
      expect(first).toMatchObject({ ok: true, linkedAccountId: target });
      expect(await fixture.linking.linkAccount(viewer, input)).toEqual(first);
      expect(await fixture.linking.linkAccount(fixture.signIn(account), input)).toEqual(first);
      expect(await fixture.audit([target])).toHaveLength(1);
      const reused = { ...input, flowId: await fixture.provedFlow(viewer, await fixture.account()) };
      expect(await fixture.linking.linkAccount(viewer, reused)).toMatchObject({
        ok: false,
        code: 'IDEMPOTENCY_KEY_REUSED',
      });
    });

    it('C2: a repeated answer does not show a center that the account has left', async () => {
      const [account, target] = [await fixture.account(), await fixture.account('INSTAGRAM')];
      const viewer = fixture.signIn(account);
      const input = { flowId: await fixture.provedFlow(viewer, target), idempotencyKey: fixture.key() };
      await fixture.linking.linkAccount(viewer, input);
      await fixture.linking.unlinkAccount(viewer, { accountId: account, idempotencyKey: fixture.key() });
      expect(await fixture.linking.linkAccount(viewer, input)).toEqual({
        ok: true,
        linkedAccountId: target,
        centerId: null,
      });
    });
  });

  describe('unlinkAccount', () => {
    it('L8: gives the account a center of its own and a receipt of what stopped', async () => {
      const [account, target] = [await fixture.account(), await fixture.account('INSTAGRAM')];
      await fixture.link(account, target);
      const viewer = fixture.signIn(account);
      const input = { accountId: target, idempotencyKey: fixture.key() };
      const result = await fixture.linking.unlinkAccount(viewer, input);
      const receipt = {
        accountId: target,
        unlinkedAt: fixture.clock.now(),
        stoppedSyncFields: ['USERNAME'],
        removedSharingSettings: 1,
        cancelledDeliveryIds: ['dlv_1'],
        deliveriesInFlight: 2,
      };
      expect(result).toEqual({ ok: true, receipt });
      expect(fixture.stoppedFor).toContain(target);
      expect(await fixture.companions(target)).toEqual([target]);
      expect(await fixture.companions(account)).toEqual([account]);
    });

    it('D3: repeats its receipt under the same key', async () => {
      const [account, target] = [await fixture.account(), await fixture.account('INSTAGRAM')];
      await fixture.link(account, target);
      const viewer = fixture.signIn(account);
      const input = { accountId: target, idempotencyKey: fixture.key() };
      const first = await fixture.linking.unlinkAccount(viewer, input);
      await fixture.link(account, target);
      fixture.clock.advance(MINUTE);
      expect(await fixture.linking.unlinkAccount(viewer, input)).toEqual(first);
      expect(await fixture.companions(target)).toHaveLength(2);
      const reused = { ...input, accountId: account };
      expect(await fixture.linking.unlinkAccount(viewer, reused)).toMatchObject({
        ok: false,
        code: 'IDEMPOTENCY_KEY_REUSED',
      });
    });

    it('C2: refuses others’ accounts and unknown ones alike, and an account that is alone', async () => {
      const [account, stranger] = [await fixture.account(), await fixture.account()];
      const viewer = fixture.signIn(account);
      const unlink = (accountId: string) =>
        fixture.linking.unlinkAccount(viewer, { accountId, idempotencyKey: fixture.key() });
      const refusal = { ok: false, code: 'ACCOUNT_NOT_FOUND', field: ['input', 'accountId'] };
      expect(await unlink(stranger)).toEqual(refusal);
      expect(await unlink('nonsense')).toEqual(refusal);
      expect(await unlink(account)).toMatchObject({ ok: false, code: 'NOT_LINKED' });
    });

    it('F2: takes a recent sign-in; an old one uses up no key', async () => {
      const [account, target] = [await fixture.account(), await fixture.account('INSTAGRAM')];
      await fixture.link(account, target);
      const viewer = fixture.signIn(account);
      const input = { accountId: target, idempotencyKey: fixture.key() };
      fixture.clock.advance(10 * MINUTE);
      expect(await fixture.linking.unlinkAccount(viewer, input)).toEqual({
        ok: false,
        code: 'RECENT_AUTHENTICATION_REQUIRED',
      });
      expect(await fixture.companions(target)).toHaveLength(2);

      const done = await fixture.linking.unlinkAccount(fixture.signIn(account), input);
      expect(done).toMatchObject({ ok: true, receipt: { accountId: target } });
      fixture.clock.advance(10 * MINUTE);
      expect(await fixture.linking.unlinkAccount(viewer, input)).toEqual(done);
    });

    it('case 4: link, unlink and link again leave one audit line each', async () => {
      const [account, target] = [await fixture.account(), await fixture.account('INSTAGRAM')];
      await fixture.link(account, target);
      await fixture.linking.unlinkAccount(fixture.signIn(target), { accountId: target, idempotencyKey: fixture.key() });
      await fixture.link(account, target);
      const lines = await fixture.audit([account, target]);
      expect(lines.map(({ accountId, actorId, detail }) => [detail.action, accountId, actorId])).toEqual([
        ['LINKED', target, account],
        ['UNLINKED', target, target],
        ['LINKED', target, account],
      ]);
    });
  });
});
