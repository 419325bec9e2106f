import { eachDialect } from '@accounts-center/db/testing';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Death, mortality } from './mortal.fixture.ts';
import { type ProfileSyncFixture, profileSyncStarter } from './profile-sync.fixture.ts';
import type { Fault } from './scripted-apps.fixture.ts';

const MEMBERS = 3;

/** One command, the faults of the calls that it makes, in their order, and the step at which its process dies. */
interface Act {
  /** `again` is an earlier update, under its key. */
  readonly kind: 'update' | 'again' | 'sync' | 'stop';
  readonly who: number;
  readonly whom: number;
  readonly name: string;
  readonly faults: readonly (Fault | undefined)[];
  readonly lastStep: number;
  /** How long nothing happens before the next command. */
  readonly pauseMs: number;
}

const member = fc.nat({ max: MEMBERS - 1 });
const fault = fc.constantFrom<(Fault | undefined)[]>(
  undefined,
  undefined,
  undefined,
  'unreachable',
  'missed',
  'lost',
  'error',
);
const act: fc.Arbitrary<Act> = fc.record({
  kind: fc.constantFrom('update', 'update', 'again', 'sync', 'stop'),
  who: member,
  whom: member,
  name: fc.constantFrom('ann', 'bob', 'cid', 'taken'),
  faults: fc.array(fault, { maxLength: 12 }),
  lastStep: fc.oneof(fc.constant(Number.POSITIVE_INFINITY), fc.nat({ max: 30 })),
  pauseMs: fc.constantFrom(0, 0, 10_000, 130_000),
});

eachDialect((dialect, open) => {
  describe('anything may fail', () => {
    it('case 5, case 12: at the end all who follow have the source’s value, and nothing is left reserved', async () => {
      const fixture = await profileSyncStarter(open)();
      const rounds = fc.array(fc.array(act, { minLength: 1, maxLength: 2 }), { minLength: 1, maxLength: 6 });
      const numRuns = dialect === 'sqlite' ? 50 : 15;
      await fc.assert(
        fc.asyncProperty(rounds, (story) => play(fixture, story)),
        { numRuns },
      );
    }, 120_000);
  });
});

/** Plays rounds of commands, those of a round at the same time, then lets everything heal. */
async function play(fixture: ProfileSyncFixture, story: readonly (readonly Act[])[]): Promise<void> {
  for (const app of fixture.apps.all) app.accounts.clear();
  const accountIds = await fixture.family('ada', 'grace', 'edith');
  fixture.apps.instagram.addAccount('taken');
  const updates: Update[] = [];
  for (const round of story) {
    await Promise.all(round.map((one) => perform(fixture, accountIds, one, updates)));
    fixture.apps.heal();
    fixture.clock.advance(round[0]?.pauseMs ?? 0);
  }
  await fixture.settle();
  // A process may have reserved for a change that an equal request had ended, and died: the app asks.
  await fixture.askInDoubt();
  expect(await fixture.leftovers()).toEqual([]);

  for (const { field, sourceAccountId } of await fixture.sources(accountIds[0] ?? '')) {
    expect(field).toBe('USERNAME');
    const { username } = fixture.apps.account(sourceAccountId);
    for (const accountId of accountIds) {
      const state = await fixture.state(accountId);
      expect(['CURRENT', 'OFF']).toContain(state);
      if (state === 'CURRENT') expect(fixture.apps.account(accountId).username).toBe(username);
    }
  }
}

interface Update {
  readonly accountId: string;
  readonly username: string;
  readonly idempotencyKey: string;
}

async function perform(
  fixture: ProfileSyncFixture,
  accountIds: readonly string[],
  one: Act,
  updates: Update[],
): Promise<void> {
  const faults = [...one.faults];
  fixture.apps.fail(() => faults.shift());
  const [who = '', whom = ''] = [accountIds[one.who], accountIds[one.whom]];
  const process = fixture.start(mortality(one.lastStep));
  async function update(input: Update): Promise<void> {
    updates.push(input);
    await process.updateProfile(fixture.viewer(input.accountId), input);
  }
  const commands = {
    update: () => update({ accountId: who, username: one.name, idempotencyKey: fixture.key() }),
    again: async () => {
      const earlier = updates.at(-1);
      if (earlier !== undefined) await update(earlier);
    },
    sync: () => fixture.syncTo(who, [whom], ['USERNAME'], process),
    stop: () => fixture.stop(who),
  };
  try {
    await commands[one.kind]();
  } catch (error) {
    if (!(error instanceof Death)) throw error;
  }
}
