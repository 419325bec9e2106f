import { eachDialect } from '@accounts-center/db/testing';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { ACCOUNT_LIMIT } from '../membership/membership.service.ts';
import { createLinkingFixture, fixtureTables, type LinkingFixture } from './linking.fixture.ts';
import { type Command, explains, LinkModel, type Outcome } from './linking-model.fixture.ts';

eachDialect((_dialect, open) => {
  let fixture: LinkingFixture;
  beforeAll(async () => {
    fixture = createLinkingFixture(await open({ tables: fixtureTables }));
  });

  describe('at the same time', () => {
    it('case 3: two centers that link one account: one wins, the other gets a typed conflict', async () => {
      const [one, two, target] = [await fixture.account(), await fixture.account(), await fixture.account('INSTAGRAM')];
      const requests = [];
      for (const account of [one, two]) {
        const viewer = fixture.signIn(account);
        const input = { flowId: await fixture.provedFlow(viewer, target), idempotencyKey: fixture.key() };
        requests.push(() => fixture.linking.linkAccount(viewer, input));
      }
      const results = await Promise.all(requests.map((request) => request()));
      expect(results.filter((result) => result.ok)).toHaveLength(1);
      expect(results.find((result) => !result.ok)).toEqual({ ok: false, code: 'LINKED_ELSEWHERE' });
      expect(await fixture.companions(target)).toHaveLength(2);
      expect(await fixture.audit([target])).toHaveLength(1);
    });

    it('D3: one request sent many times has one effect and one answer', async () => {
      const [account, target] = [await fixture.account(), await fixture.account('INSTAGRAM')];
      const viewer = fixture.signIn(account);
      const input = { flowId: await fixture.provedFlow(viewer, target), idempotencyKey: fixture.key() };
      const results = await Promise.all(Array.from({ length: 5 }, () => fixture.linking.linkAccount(viewer, input)));
      for (const result of results) expect(result).toEqual(results[0]);
      expect(results[0]).toMatchObject({ ok: true });
      expect(await fixture.audit([target])).toHaveLength(1);
    });

    it(`L6: a center never holds more than ${ACCOUNT_LIMIT} accounts`, async () => {
      const account = await fixture.account();
      for (let count = 2; count < ACCOUNT_LIMIT; count++) await fixture.link(account, await fixture.account());
      const requests = [];
      for (let extra = 0; extra < 4; extra++) {
        const viewer = fixture.signIn(account);
        const input = {
          flowId: await fixture.provedFlow(viewer, await fixture.account()),
          idempotencyKey: fixture.key(),
        };
        requests.push(() => fixture.linking.linkAccount(viewer, input));
      }
      const results = await Promise.all(requests.map((request) => request()));
      expect(results.map((result) => (result.ok ? 'OK' : result.code)).sort()).toEqual([
        'CENTER_FULL',
        'CENTER_FULL',
        'CENTER_FULL',
        'OK',
      ]);
      expect(await fixture.companions(account)).toHaveLength(ACCOUNT_LIMIT);
    });
  });

  it('L1, case 4: any commands in any order, also at the same time, end as if given one after the other', async () => {
    const account = fc.nat({ max: 4 });
    const command: fc.Arbitrary<Command> = fc.oneof(
      fc.record({ kind: fc.constant('link' as const), actor: account, target: account }),
      fc.record({ kind: fc.constant('unlink' as const), actor: account, target: account }),
    );
    const rounds = fc.array(fc.array(command, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 6 });
    await fc.assert(fc.asyncProperty(rounds, runRounds), { numRuns: 25 });
  }, 60_000);

  async function runRounds(rounds: readonly (readonly Command[])[]): Promise<void> {
    const accounts: string[] = [];
    for (let count = 0; count < 5; count++) accounts.push(await fixture.account());
    let model = LinkModel.of(accounts);
    let accepted = 0;
    for (const commands of rounds) {
      const given = model.begin(commands, accounts);
      const requests = [];
      for (const { kind, actor, target } of given) requests.push(await prepare(kind, actor, target));
      const outcomes: Outcome[] = (await Promise.all(requests.map((request) => request()))).map((result) =>
        result.ok ? 'OK' : result.code,
      );
      accepted += outcomes.filter((outcome) => outcome === 'OK').length;
      const companions = await Promise.all(accounts.map((id) => fixture.companions(id)));
      const after = explains(model, given, outcomes, (candidate) => candidate.matches(companions));
      expect(after, `no order explains ${JSON.stringify({ given, outcomes, companions })}`).toBeDefined();
      if (after !== undefined) model = after;
    }
    expect(await fixture.audit(accounts)).toHaveLength(accepted);
  }

  /** Everything of a command but its last request. */
  async function prepare(kind: Command['kind'], actor: string, target: string) {
    const viewer = fixture.signIn(actor);
    const idempotencyKey = fixture.key();
    if (kind === 'unlink') return () => fixture.linking.unlinkAccount(viewer, { accountId: target, idempotencyKey });
    const flowId = await fixture.provedFlow(viewer, target);
    return () => fixture.linking.linkAccount(viewer, { flowId, idempotencyKey });
  }
});
