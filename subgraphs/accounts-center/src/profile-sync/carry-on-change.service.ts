import type { App } from '../apps.ts';
import { appOfAccount } from './ask-app.ts';
import { isOpenPart } from './profile-change.ts';
import type { ChangeTools } from './profile-sync.ts';
import { createSettle } from './settle-change.service.ts';

/** A change that is not decided, and when its time is over. */
interface Undecided {
  readonly lookAgainAt: Date;
}

/** What goes on with a change that a process, or an app, was lost from. */
export interface CarryOn {
  /**
   * Takes a change on from wherever it was left.
   * @returns `undefined` when it is over
   * @throws when an app could not be told
   */
  carryOn(changeId: string): Promise<Undecided | undefined>;
  /** Tells an app what became of a reservation that it asks about. */
  answerDoubt(app: App, key: string): Promise<void>;
}

export function createCarryOn(tools: ChangeTools): CarryOn {
  const { db, clock, contract, changes } = tools;
  const settle = createSettle(tools);

  /** Ends a change that nobody has decided in its time. */
  async function expire(changeId: string): Promise<Undecided | undefined> {
    const { change } = await changes.get(changeId);
    if (change.state !== 'PREPARING') return undefined;
    if (clock.now() < change.expiresAt) return { lookAgainAt: change.expiresAt };
    await db.write((tx) => changes.moveOn(tx, changeId, 'PREPARING', { state: 'ABORTING' }), {
      name: 'expire profile change',
    });
    return undefined;
  }

  async function carryOn(changeId: string): Promise<Undecided | undefined> {
    const undecided = await expire(changeId);
    if (undecided !== undefined) return undecided;
    const { failures } = await settle(changeId);
    if (failures.length > 0)
      throw new AggregateError(failures, 'Not every app could be told how a profile change ended.');
    return undefined;
  }

  return {
    carryOn,
    async answerDoubt(app, key) {
      const part = await changes.part(key);
      const isIts = part !== undefined && appOfAccount(part.accountId) === app;
      if (isIts && isOpenPart(part)) await carryOn(part.changeId);
      else if (isIts && part.state === 'APPLIED' && part.changed.length > 0)
        await contract.commitProfileChange(app, key);
      else await contract.abortProfileChange(app, key);
    },
  };
}
