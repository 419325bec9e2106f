import { eachDialect } from '@accounts-center/db/testing';
import { beforeAll, expect, it } from 'vitest';
import { createLinkingFixture, fixtureTables, type LinkingFixture } from './linking.fixture.ts';

const MINUTE = 60_000;

eachDialect((_dialect, open) => {
  let fixture: LinkingFixture;
  beforeAll(async () => {
    fixture = createLinkingFixture(await open({ tables: fixtureTables }));
  });

  it.each(['endedSessions', 'suspendedAccounts'] as const)(
    'A5: links and unlinks nothing for one of %s',
    async (those) => {
      const [account, target, other] = [await fixture.account(), await fixture.account(), await fixture.account()];
      await fixture.link(account, target);
      const viewer = fixture.signIn(account);
      const flowId = await fixture.provedFlow(viewer, other);
      fixture[those].add(those === 'endedSessions' ? viewer.sessionId : account);
      const tries = [
        () => fixture.linking.startLink(viewer, { accountId: account }),
        () => fixture.prove(viewer, flowId, other),
        () => fixture.linking.linkAccount(viewer, { flowId, idempotencyKey: fixture.key() }),
        () => fixture.linking.unlinkAccount(viewer, { accountId: target, idempotencyKey: fixture.key() }),
      ];
      for (const attempt of tries) {
        const outcome = await attempt().catch((error: { extensions: { code: string } }) => error.extensions);
        expect(outcome).toMatchObject({ code: those === 'endedSessions' ? 'UNAUTHENTICATED' : 'ACCOUNT_NOT_ACTIVE' });
      }
      expect(await fixture.companions(account)).toEqual([account, target].sort());
      fixture[those].clear();
    },
  );

  it('A5: does not link an account that was suspended after its proof', async () => {
    const [account, target] = [await fixture.account(), await fixture.account('INSTAGRAM')];
    const viewer = fixture.signIn(account);
    const input = { flowId: await fixture.provedFlow(viewer, target), idempotencyKey: fixture.key() };
    await fixture.db.write((tx) => fixture.membership.setState(tx, target, { state: 'SUSPENDED', stateVersion: 2 }));
    expect(await fixture.linking.linkAccount(viewer, input)).toEqual({ ok: false, code: 'ACCOUNT_NOT_ACTIVE' });
    await fixture.db.write((tx) => fixture.membership.setState(tx, target, { state: 'ACTIVE', stateVersion: 3 }));
    expect(await fixture.linking.linkAccount(viewer, input)).toMatchObject({ ok: true });
  });

  it('L2: a flow keeps who was proved, by what, when and in which session', async () => {
    const [account, target, other] = [await fixture.account(), await fixture.account(), await fixture.account()];
    const viewer = fixture.signIn(account);
    fixture.clock.advance(MINUTE);
    const flowId = await fixture.provedFlow(viewer, other);
    await fixture.prove(viewer, flowId, target);
    const { sessionId, authenticatedAt } = viewer;
    expect(new Set(await fixture.proofs(flowId))).toEqual(
      new Set([
        { flowId, accountId: account, sessionId, amr: ['pwd'], provedAt: authenticatedAt },
        { flowId, accountId: target, sessionId, amr: ['pwd'], provedAt: fixture.clock.now() },
      ]),
    );
    fixture.clock.advance(10 * MINUTE);
    await fixture.linking.sweep();
    expect(await fixture.proofs(flowId)).toEqual([]);
  });
});
