import type { Database, Reader, Writer } from '@accounts-center/db';
import type { Clock, EventNotes, Ids } from '@accounts-center/subgraph-kit';
import { noteCenterChange } from './center-news.service.ts';
import type { Member, NewMember, StateNews } from './member.ts';
import { createMembershipStore } from './membership.store.ts';

/** Rule L6. */
export const ACCOUNT_LIMIT = 25;

export interface Move {
  readonly accountId: string;
  readonly from: string;
  readonly to: string;
}

/** `CONFLICT`: the account is not in `from` any longer. `CENTER_FULL`: `to` holds as many as it can. */
export type MoveResult = { readonly ok: true } | { readonly ok: false; readonly code: 'CONFLICT' | 'CENTER_FULL' };

/** `ALONE`: the account shares its center with no other. */
export type LeaveResult =
  | { readonly ok: true; readonly centerId: string }
  | { readonly ok: false; readonly code: 'CONFLICT' | 'ALONE' };

/** Who is in which center. Methods that only read take the transaction as `reader` when called inside a write. */
export interface MembershipService {
  /** Gives a new account a center of its own, and returns the center's id. */
  enrol(tx: Writer, account: NewMember): Promise<string>;
  /** Keeps what the account's app says of it, in whatever order that comes. Returns whether it was news. */
  setState(tx: Writer, accountId: string, news: StateNews): Promise<boolean>;
  /** The account with its center; `undefined` when there is no such account. */
  member(accountId: string, reader?: Reader): Promise<Member | undefined>;
  /** The id of an account's center; `undefined` when there is no such account. */
  centerOf(accountId: string, reader?: Reader): Promise<string | undefined>;
  /** The accounts of a center, the first one first. */
  accountsOf(centerId: string, reader?: Reader): Promise<readonly Member[]>;
  /** Whether two accounts are in one center; an account shares it with itself. */
  shareCenter(accountId: string, otherId: string, reader?: Reader): Promise<boolean>;
  /** Takes an account from one center to another in one step, never in none or two (L7). An empty center goes. */
  move(tx: Writer, move: Move): Promise<MoveResult>;
  /** Gives an account a center of its own (L8). */
  leave(tx: Writer, account: { accountId: string; from: string }): Promise<LeaveResult>;
}

export function createMembershipService(deps: {
  db: Database;
  clock: Clock;
  ids: Ids;
  notes: EventNotes;
}): MembershipService {
  const { db, clock, ids, notes } = deps;
  const store = createMembershipStore(db);

  async function newCenter(tx: Writer, at: Date): Promise<string> {
    const centerId = ids.next('ctr');
    await store.addCenter(tx, centerId, at);
    return centerId;
  }

  async function settleFormer(tx: Writer, centerId: string): Promise<void> {
    const [first, ...others] = await store.membersOfCenters([centerId], tx);
    if (first === undefined) return store.removeCenter(tx, centerId);
    if (others.length === 0) await store.markAlone(tx, first.id);
    await store.countChange(tx, centerId);
    await noteCenterChange(notes, tx, first.id);
  }

  const service: MembershipService = {
    async enrol(tx, { accountId, app, state, stateVersion }) {
      const at = clock.now();
      const centerId = await newCenter(tx, at);
      await store.addAccount(tx, { id: accountId, app, centerId, state, stateVersion, at });
      return centerId;
    },

    setState: store.setState,

    async member(accountId, reader) {
      const [member] = await store.members([accountId], reader);
      return member;
    },

    async centerOf(accountId, reader) {
      return (await service.member(accountId, reader))?.centerId;
    },

    async accountsOf(centerId, reader) {
      return store.membersOfCenters([centerId], reader);
    },

    async shareCenter(accountId, otherId, reader) {
      const found = await store.members([accountId, otherId], reader);
      const centerOf = (id: string) => found.find((member) => member.id === id)?.centerId;
      const centerId = centerOf(accountId);
      return centerId !== undefined && centerId === centerOf(otherId);
    },

    async move(tx, { accountId, from, to }) {
      const present = await store.membersOfCenters([to], tx);
      if (present.length === 0 || from === to) return { ok: false, code: 'CONFLICT' };
      if (present.length >= ACCOUNT_LIMIT) return { ok: false, code: 'CENTER_FULL' };
      const at = clock.now();
      if (!(await store.moveAccount(tx, { accountId, from, to, at }))) return { ok: false, code: 'CONFLICT' };
      await store.markLinked(tx, to, at);
      await store.countChange(tx, to);
      await noteCenterChange(notes, tx, accountId);
      await settleFormer(tx, from);
      return { ok: true };
    },

    async leave(tx, { accountId, from }) {
      const present = await store.membersOfCenters([from], tx);
      if (!present.some((member) => member.id === accountId)) return { ok: false, code: 'CONFLICT' };
      if (present.length === 1) return { ok: false, code: 'ALONE' };
      const at = clock.now();
      const centerId = await newCenter(tx, at);
      await store.moveAccount(tx, { accountId, from, to: centerId, at });
      await noteCenterChange(notes, tx, accountId);
      await settleFormer(tx, from);
      return { ok: true, centerId };
    },
  };
  return service;
}
