import { type Account, startWorld } from '@accounts-center/test-kit';
import { describe, expect, it } from 'vitest';

describe.each(['sqlite', 'postgres'] as const)('on %s', (dialect) => {
  it('case 3: of parallel links of one account into two centers one wins, the other one is told, and no link is half', async () => {
    await using world = await startWorld({ dialect });
    const [ada, grace, edith] = await Promise.all([
      world.signUp('FACEBOOK', 'ada.park'),
      world.signUp('FACEBOOK', 'grace.h'),
      world.signUp('INSTAGRAM', 'edith'),
    ]);
    const rivals = [ada, grace];
    for (let round = 1; round <= 5; round += 1) {
      const flows = await Promise.all(
        rivals.map(async (rival) => {
          const flowId = await world.startLink(rival);
          await world.prove(rival, flowId, edith);
          return flowId;
        }),
      );
      const outcomes = await Promise.allSettled(rivals.map((rival, at) => world.finishLink(rival, flows[at] ?? '')));
      const winner = rivals[outcomes.findIndex(({ status }) => status === 'fulfilled')];
      const refusals = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [String(outcome.reason)] : []));
      expect(refusals).toEqual([expect.stringContaining('LINKED_ELSEWHERE')]);

      const expected = rivals.map((rival) => (rival === winner ? [rival.id, edith.id] : [rival.id]));
      expect(await Promise.all(rivals.map(membersOf))).toEqual(expected);
      expect(await membersOf(edith)).toEqual([winner?.id, edith.id]);
      await world.unlink(edith, edith);
    }

    async function membersOf(account: Account): Promise<(string | undefined)[]> {
      const { accountsCenter } = await world.readCenter(account);
      return accountsCenter.accounts.map((member) => member?.id);
    }
  });
});
