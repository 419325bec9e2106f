import type { Database } from '@accounts-center/db';
import { eachDialect } from '@accounts-center/db/testing';
import { createIds, movableClock } from '@accounts-center/subgraph-kit';
import { beforeAll, describe, expect, it } from 'vitest';
import { type App, accountIdPrefix } from '../apps.ts';
import { family } from '../testing/family.ts';
import { noNotes } from '../testing/no-notes.ts';
import { createMembershipLoaders } from './membership.loaders.ts';
import { ACCOUNT_LIMIT, createMembershipService, type MembershipService } from './membership.service.ts';
import { membershipTables } from './membership.table.ts';

const clock = movableClock(new Date('2026-11-23T10:00:00Z'));
const ids = createIds({ clock });

eachDialect((_dialect, open) => {
  let db: Database;
  let membership: MembershipService;
  const statements: string[] = [];

  beforeAll(async () => {
    db = await open({ tables: [membershipTables], onStatement: (sql) => statements.push(sql) });
    membership = createMembershipService({ db, clock, ids, notes: noNotes });
  });

  async function newAccount(app: App = 'FACEBOOK'): Promise<{ id: string; centerId: string }> {
    clock.advance(1000);
    const id = ids.random(accountIdPrefix(family.named(app)));
    const centerId = await db.write((tx) =>
      membership.enrol(tx, { accountId: id, app, state: 'ACTIVE', stateVersion: 1 }),
    );
    return { id, centerId };
  }

  const move = (accountId: string, from: string, to: string) =>
    db.write((tx) => membership.move(tx, { accountId, from, to }));
  const leave = (accountId: string, from: string) => db.write((tx) => membership.leave(tx, { accountId, from }));
  const idsIn = async (centerId: string) => (await membership.accountsOf(centerId)).map(({ id }) => id);

  describe('a new account', () => {
    it('L1: is in a center of its own, linked to nobody', async () => {
      const { id, centerId } = await newAccount('WHATSAPP');
      expect(await membership.accountsOf(centerId)).toEqual([
        { id, app: 'WHATSAPP', centerId, linkedAt: null, state: 'ACTIVE', stateVersion: 1 },
      ]);
      expect(await membership.centerOf(id)).toBe(centerId);
    });

    it('L1: can not be without a center, nor in one that is not there', async () => {
      const { account } = db.tables(membershipTables);
      const facts = { app: 'FACEBOOK', state: 'ACTIVE', stateVersion: 1 } as const;
      const row = { id: 'fbu_x', ...facts, joinedAt: clock.now(), createdAt: clock.now() };
      const insert = (centerId: string | null) =>
        db.write((tx) => tx.insert(account).values({ ...row, centerId: centerId as string }));
      await expect(insert(null)).rejects.toThrow();
      await expect(insert('ctr_nowhere')).rejects.toThrow();
      expect(await membership.member('fbu_x')).toBeUndefined();
    });

    it('L1: can not be in two centers', async () => {
      const { id } = await newAccount();
      const again = { accountId: id, app: 'FACEBOOK', state: 'ACTIVE', stateVersion: 1 } as const;
      await expect(db.write((tx) => membership.enrol(tx, again))).rejects.toThrow();
    });

    it('A5: is as active as its app says, and no other account with it', async () => {
      const [one, other] = [await newAccount(), await newAccount()];
      const told = (state: 'ACTIVE' | 'SUSPENDED', stateVersion: number) =>
        db.write((tx) => membership.setState(tx, one.id, { state, stateVersion }));
      expect(await told('SUSPENDED', 2)).toBe(true);
      expect(await membership.member(one.id)).toMatchObject({ state: 'SUSPENDED' });
      expect(await membership.member(other.id)).toMatchObject({ state: 'ACTIVE' });
      expect(await told('ACTIVE', 5)).toBe(true);
      expect(await membership.member(one.id)).toMatchObject({ state: 'ACTIVE' });
      // What it said before that comes late, or again.
      for (const version of [2, 4, 5]) expect(await told('SUSPENDED', version)).toBe(false);
      expect(await membership.member(one.id)).toMatchObject({ state: 'ACTIVE' });
    });

    it('an unknown account is in no center', async () => {
      expect(await membership.centerOf('fbu_nobody')).toBeUndefined();
      expect(await membership.shareCenter('fbu_nobody', 'fbu_nobody')).toBe(false);
    });
  });

  describe('move', () => {
    it('L7: takes an account over in one step, and its empty center goes', async () => {
      const [a, b] = [await newAccount(), await newAccount('INSTAGRAM')];
      expect(await move(b.id, b.centerId, a.centerId)).toEqual({ ok: true });
      expect(await idsIn(a.centerId)).toEqual([a.id, b.id]);
      expect(await idsIn(b.centerId)).toEqual([]);
      expect(await membership.shareCenter(a.id, b.id)).toBe(true);
      const { accountsCenter } = db.tables(membershipTables);
      const centers = await db.read.select({ id: accountsCenter.id }).from(accountsCenter);
      expect(centers.map(({ id }) => id)).not.toContain(b.centerId);
    });

    it('says of both accounts since when they are linked', async () => {
      const [a, b] = [await newAccount(), await newAccount('INSTAGRAM')];
      await move(b.id, b.centerId, a.centerId);
      const linkedAt = clock.now();
      const c = await newAccount('MESSENGER');
      await move(c.id, c.centerId, a.centerId);
      expect((await membership.accountsOf(a.centerId)).map((member) => member.linkedAt)).toEqual([
        linkedAt,
        linkedAt,
        clock.now(),
      ]);
    });

    it('refuses an account that is not where it was thought to be', async () => {
      const [a, b, c] = [await newAccount(), await newAccount(), await newAccount()];
      expect(await move(b.id, c.centerId, a.centerId)).toEqual({ ok: false, code: 'CONFLICT' });
      expect(await move(b.id, b.centerId, 'ctr_gone')).toEqual({ ok: false, code: 'CONFLICT' });
      expect(await move(b.id, b.centerId, b.centerId)).toEqual({ ok: false, code: 'CONFLICT' });
      expect(await membership.centerOf(b.id)).toBe(b.centerId);
    });

    it('case 3: of two moves at once into two centers one wins, and the other is told', async () => {
      const [a, b, c] = [await newAccount(), await newAccount(), await newAccount()];
      const results = await Promise.all([move(c.id, c.centerId, a.centerId), move(c.id, c.centerId, b.centerId)]);
      expect(results.filter(({ ok }) => ok)).toHaveLength(1);
      expect(results).toContainEqual({ ok: false, code: 'CONFLICT' });
    });

    it('L6: a center holds 25 accounts and not one more, however many come at once', async () => {
      const home = await newAccount();
      const others = await Promise.all(Array.from({ length: ACCOUNT_LIMIT + 1 }, () => newAccount('INSTAGRAM')));
      const results = await Promise.all(others.map(({ id, centerId }) => move(id, centerId, home.centerId)));
      expect(results.filter(({ ok }) => ok)).toHaveLength(ACCOUNT_LIMIT - 1);
      expect(results).toContainEqual({ ok: false, code: 'CENTER_FULL' });
      expect(await membership.accountsOf(home.centerId)).toHaveLength(ACCOUNT_LIMIT);
    });
  });

  describe('leave', () => {
    it('L8: gives an account a center of its own', async () => {
      const [a, b] = [await newAccount(), await newAccount('INSTAGRAM')];
      await move(b.id, b.centerId, a.centerId);
      const left = await leave(b.id, a.centerId);
      if (!left.ok) throw new Error(left.code);
      expect(await membership.accountsOf(left.centerId)).toMatchObject([{ id: b.id, linkedAt: null }]);
      expect(await membership.accountsOf(a.centerId)).toMatchObject([{ id: a.id, linkedAt: null }]);
    });

    it('refuses an account that is alone, or elsewhere', async () => {
      const [a, b] = [await newAccount(), await newAccount()];
      expect(await leave(a.id, a.centerId)).toEqual({ ok: false, code: 'ALONE' });
      expect(await leave(a.id, b.centerId)).toEqual({ ok: false, code: 'CONFLICT' });
    });

    it('the first account can leave too; the next one comes first then', async () => {
      const [a, b, c] = [await newAccount(), await newAccount(), await newAccount()];
      await move(b.id, b.centerId, a.centerId);
      clock.advance(1000);
      await move(c.id, c.centerId, a.centerId);
      await leave(a.id, a.centerId);
      expect(await idsIn(a.centerId)).toEqual([b.id, c.id]);
    });
  });

  it('loaders ask once for many accounts and many centers', async () => {
    const [a, b] = [await newAccount(), await newAccount()];
    const loaders = createMembershipLoaders({ db });
    statements.length = 0;
    const members = await Promise.all([a.id, b.id, a.id, 'fbu_nobody'].map((id) => loaders.member.load(id)));
    const centers = await Promise.all([a.centerId, b.centerId].map((id) => loaders.accountsOf.load(id)));
    expect(members.map((member) => member?.id)).toEqual([a.id, b.id, a.id, undefined]);
    expect(centers.map((accounts) => accounts?.length)).toEqual([1, 1]);
    expect(statements.filter((sql) => /^select/i.test(sql))).toHaveLength(2);
  });
});
