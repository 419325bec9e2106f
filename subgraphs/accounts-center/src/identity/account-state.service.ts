import type { Database, Writer } from '@accounts-center/db';
import { type Clock, type EventHandler, EventRefused, onEvent } from '@accounts-center/subgraph-kit';
import { z } from 'zod';
import type { AppContract } from '../app-contract/app-contract.ts';
import { appFailure } from '../app-contract/app-failure.ts';
import type { FamilyApps } from '../apps.ts';
import type { AccountState, StateNews } from '../membership/member.ts';
import type { MembershipService } from '../membership/membership.service.ts';
import type { SessionsStore } from './sessions.store.ts';
import type { SignUpStore } from './sign-up.store.ts';

const TIMEOUT_MS = 2_000;

// As large as the app contract can say it.
const toldState = z.object({ accountId: z.string(), stateVersion: z.int32().positive() });

// Each suspension and each end of one is a step. A leap over so many that nobody has heard of is a mistake, and would have the
// account's true states unheard from then on.
const MAX_STEPS = 1_000;

/** What apps say of their accounts. */
export interface AccountStates {
  /** Asks the account's app, and keeps its answer; an app that does not answer is taken at its last word. */
  isActive(accountId: string): Promise<boolean>;
  /**
   * Keeps what the account's app has said, unless it has said something later by now. A suspension ends all sessions (A5).
   * @returns the state that is in force
   */
  learn(tx: Writer, accountId: string, news: StateNews): Promise<AccountState>;
  /** Handlers of the events by which apps tell of it, by type. */
  readonly events: Readonly<Record<string, EventHandler>>;
}

interface AccountStatesDependencies {
  readonly db: Database;
  readonly clock: Clock;
  readonly family: FamilyApps;
  readonly contract: AppContract;
  readonly membership: Pick<MembershipService, 'member' | 'setState'>;
  readonly sessions: SessionsStore;
  readonly signUps: Pick<SignUpStore, 'isUnderWay'>;
}

export function createAccountStates(deps: AccountStatesDependencies): AccountStates {
  const { db, clock, family, contract, membership, sessions, signUps } = deps;

  const learn: AccountStates['learn'] = async (tx, accountId, news) => {
    const isNew = await membership.setState(tx, accountId, news);
    if (isNew && news.state === 'SUSPENDED') await sessions.endAllOf(tx, accountId, clock.now());
    return isNew ? news.state : ((await membership.member(accountId, tx))?.state ?? news.state);
  };

  async function ask(accountId: string): Promise<StateNews | undefined> {
    const entry = family.appOf(accountId);
    if (entry === undefined) return undefined;
    try {
      const [account] = await contract.accounts(entry.app, [accountId], { timeoutMs: TIMEOUT_MS });
      return account ?? undefined;
    } catch (error) {
      if (appFailure(error) === undefined) throw error;
      return membership.member(accountId);
    }
  }

  function toldOf(state: AccountState): EventHandler {
    return onEvent(toldState, async (tx, { accountId, stateVersion }, { source }) => {
      // An app knows of its own accounts only.
      if (family.appOf(accountId)?.service !== source) return;
      // The app's answer may be older, and still on its way to the center: the event is to come again after it.
      if (await signUps.isUnderWay(tx, accountId)) throw new Error(`The account ${accountId} is still being made.`);
      const known = await membership.member(accountId, tx);
      if (known !== undefined && stateVersion > known.stateVersion + MAX_STEPS)
        throw new EventRefused(
          `The state ${stateVersion} of the account ${accountId} is far beyond ${known.stateVersion}.`,
        );
      await learn(tx, accountId, { state, stateVersion });
    });
  }

  return {
    learn,
    events: { 'account.suspended': toldOf('SUSPENDED'), 'account.reinstated': toldOf('ACTIVE') },
    async isActive(accountId) {
      const news = await ask(accountId);
      if (news === undefined) return false;
      const known = await membership.member(accountId);
      if (known !== undefined && news.stateVersion <= known.stateVersion) return known.state === 'ACTIVE';
      return (await db.write((tx) => learn(tx, accountId, news), { name: 'set account state' })) === 'ACTIVE';
    },
  };
}
