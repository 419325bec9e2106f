import type { App } from '../apps.ts';
import { createAbort, overtaken } from './abort-change.service.ts';
import { createComplete } from './complete-change.service.ts';
import type { ChangeTools } from './profile.ts';
import { isOpenPart } from './profile-change.ts';

/** A change that is not decided, and when its time is over. */
interface Undecided {
  readonly lookAgainAt: Date;
}

/** What goes on with a change that a process, or an app, was lost from. */
export interface ResumeChange {
  /**
   * Resumes a change wherever it was left.
   * @returns `undefined` when it is over
   * @throws when an app could not be told
   */
  resume(changeId: string): Promise<Undecided | undefined>;
  /** Tells an app what became of a reservation that it is in doubt about. */
  resolveInDoubt(app: App, key: string): Promise<void>;
}

export function createResume(tools: ChangeTools): ResumeChange {
  const { db, clock, contract, changes } = tools;
  const abort = createAbort(tools);
  const complete = createComplete(tools);

  /** Aborts a change that nobody has decided in its time. */
  async function expire(changeId: string): Promise<Undecided | undefined> {
    const { change } = await changes.get(changeId);
    if (change.state !== 'PREPARING') return undefined;
    if (clock.now() < change.expiresAt) return { lookAgainAt: change.expiresAt };
    await db.write((tx) => abort(tx, change, overtaken), { name: 'expire profile change' });
    return undefined;
  }

  async function resume(changeId: string): Promise<Undecided | undefined> {
    const undecided = await expire(changeId);
    if (undecided !== undefined) return undecided;
    const { failures } = await complete(changeId);
    if (failures.length > 0)
      throw new AggregateError(failures, 'Not every app could be told how a profile change ended.');
    return undefined;
  }

  return {
    resume,
    async resolveInDoubt(app, key) {
      const part = await changes.part(key);
      const isIts = part !== undefined && tools.family.appOfAccount(part.accountId).app === app;
      if (isIts && isOpenPart(part)) await resume(part.changeId);
      else if (isIts && part.state === 'APPLIED' && part.changed.length > 0)
        await contract.commitProfileChange(app, key);
      else await contract.abortProfileChange(app, key);
    },
  };
}
