import type { Writer } from '@accounts-center/db';
import { levelOf } from '@accounts-center/subgraph-kit';
import type { AppAccount } from '../app-contract/app-facts.ts';
import type { App } from '../apps.ts';
import { noteCenterChange } from '../membership/center-news.service.ts';
import type { ChangeTools } from './profile.ts';
import type { ChangeState, Participant, ParticipantState, ProfileChange } from './profile-change.ts';

/** Short, as the person waits: an app that is lost now is told by the job. */
const COMPLETE_TIMEOUT_MS = 5_000;

/** One way in which a change ends. */
interface Ending {
  /** The state of the parts whose apps still have to be told. */
  readonly open: ParticipantState;
  /** What they are told; again and again, until they acknowledge it. */
  readonly tell: (app: App, key: string) => Promise<AppAccount | undefined>;
  readonly acknowledged: ParticipantState;
  /** The state of a change that all have acknowledged. */
  readonly end: ChangeState;
}

/** The two endings, by the state that a change is in until then. */
function endingsOf({ contract }: Pick<ChangeTools, 'contract'>) {
  const options = { timeoutMs: COMPLETE_TIMEOUT_MS };
  return {
    COMMITTING: {
      open: 'PENDING',
      tell: (app, key) => contract.commitProfileChange(app, key, options),
      acknowledged: 'APPLIED',
      end: 'COMMITTED',
    },
    ABORTING: {
      open: 'WAITING',
      tell: (app, key) => contract.abortProfileChange(app, key, options).then(() => undefined),
      acknowledged: 'RELEASED',
      end: 'ABORTED',
    },
  } as const satisfies Partial<Record<ChangeState, Ending>>;
}

type Complete = (changeId: string) => Promise<{ readonly failures: readonly unknown[] }>;

/** A part whose app has acknowledged the end, with the account after a commit. */
interface Told {
  readonly part: Participant;
  readonly account: AppAccount | undefined;
}

/** Tells every app what was decided, all at the same time, and notes who has acknowledged it. */
export function createComplete(tools: ChangeTools): Complete {
  const { db, family, log, notes, kick, changes, photoOrigins } = tools;
  const endings: Partial<Record<ChangeState, Ending>> = endingsOf(tools);

  async function tell(parts: readonly Participant[], ending: Ending) {
    const told: Told[] = [];
    const failures: unknown[] = [];
    const telling = parts.map(async (part) => {
      try {
        told.push({ part, account: await ending.tell(family.appOfAccount(part.accountId).app, part.key) });
      } catch (error) {
        log[levelOf(error, 'warn')](
          { err: error, part: part.key },
          'An app could not be told how a profile change ended',
        );
        failures.push(error);
      }
    });
    await Promise.all(telling);
    return { told, failures };
  }

  async function note(tx: Writer, change: ProfileChange, ending: Ending, told: readonly Told[]): Promise<void> {
    const keys = told.map(({ part }) => part.key);
    const closed = await changes.closeParts(tx, keys, ending.open, ending.acknowledged);
    for (const { part, account } of told) if (closed.includes(part.key)) await noteCopy(tx, change, part, account);
    const { parts } = await changes.get(change.id, tx);
    if (closed.length > 0 && change.state === 'COMMITTING') await noteCenterChange(notes, tx, change.sourceAccountId);
    const isOver = parts.every(({ state }) => state !== ending.open);
    if (isOver) await changes.transition(tx, change.id, change.state, { state: ending.end });
  }

  /** Notes which picture a follower's new photo is a copy of. */
  async function noteCopy(tx: Writer, { values }: ProfileChange, part: Participant, account: Told['account']) {
    const [photo, copy] = [values?.photo, account?.photo];
    if (!photo || !copy || copy.id === photo.id || !part.changed.includes('PHOTO')) return;
    await photoOrigins.put(tx, { accountId: part.accountId, photoId: copy.id, originId: photo.originId });
  }

  return async (changeId) => {
    const { change, parts } = await changes.get(changeId);
    const ending = endings[change.state];
    if (ending === undefined) return { failures: [] };
    const open = parts.filter(({ state }) => state === ending.open);
    const { told, failures } = await tell(open, ending);
    await db.write((tx) => note(tx, change, ending, told), { name: 'note completed profile change' });
    kick();
    return { failures };
  };
}
