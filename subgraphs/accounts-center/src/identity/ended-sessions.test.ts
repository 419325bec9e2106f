import { eachDialect, sqlitePlan } from '@accounts-center/db/testing';
import { beforeEach, describe, expect, it } from 'vitest';
import { createEndedSessions, type EndedSessions } from './ended-sessions.service.ts';
import { endedSessionsTables } from './ended-sessions.table.ts';
import { createIdentityFixture, fixtureTables, type IdentityFixture } from './identity.fixture.ts';
import { identityTables } from './identity.table.ts';
import { createSessionsStore } from './sessions.store.ts';

const MINUTE_MS = 60_000;

eachDialect((dialect, open) => {
  let fixture: IdentityFixture;
  let endedSessions: EndedSessions;
  let statements: string[];

  beforeEach(async () => {
    statements = [];
    const onStatement = (sql: string): void => void statements.push(sql);
    fixture = createIdentityFixture(await open({ tables: fixtureTables, onStatement }));
    endedSessions = fixture.identity.endedSessions;
  });

  const tables = () => fixture.db.tables(identityTables);
  const store = () => createSessionsStore(fixture.db);
  const idsOf = ({ sessions }: { sessions: readonly { sessionId: string }[] }) =>
    sessions.map(({ sessionId }) => sessionId);

  /** Opens sessions of an account, without the way there. */
  async function openSessions(count: number, accountId = 'fbu_1'): Promise<string[]> {
    const now = fixture.clock.now();
    const expiresAt = new Date(now.getTime() + 60 * MINUTE_MS);
    const times = { authenticatedAt: now, createdAt: now, expiresAt, generation: 0 };
    const ids = Array.from({ length: count }, (_, at) => `ses_${accountId}_${String(at).padStart(5, '0')}`);
    await fixture.db.write(async (tx) => {
      for (const id of ids)
        await store().add(tx, { id, accountId, birth: { kind: 'password' }, amr: ['pwd'], ...times });
    });
    return ids;
  }

  const end = (id: string) => fixture.db.write((tx) => store().end(tx, id, fixture.clock.now()));

  /** All pages from a cursor on, and the last cursor. */
  async function readAll(cursor?: string): Promise<{ cursor: string; ids: string[] }> {
    const page = await endedSessions.since(cursor);
    if (page.sessions.length === 0) return { cursor: page.cursor, ids: [] };
    const rest = await readAll(page.cursor);
    return { cursor: rest.cursor, ids: [...idsOf(page), ...rest.ids] };
  }

  describe('what ends a session is told:', () => {
    it('signing out, once, until its last access token has run out', async () => {
      await fixture.account('ada');
      const [row] = await fixture.db.read.select().from(tables().session);
      const viewer = { accountId: row?.accountId ?? '', sessionId: row?.id ?? '', authenticatedAt: new Date() };
      const before = await endedSessions.since();
      expect(before.sessions).toEqual([]);
      await fixture.signOut(viewer);
      await fixture.signOut(viewer);
      const expiresAt = new Date(fixture.clock.now().getTime() + 15 * MINUTE_MS);
      const after = await endedSessions.since(before.cursor);
      expect(after.sessions).toEqual([{ sessionId: row?.id, expiresAt }]);
      expect((await endedSessions.since(after.cursor)).sessions).toEqual([]);
      fixture.clock.advance(15 * MINUTE_MS);
      expect((await endedSessions.since()).sessions).toEqual([]);
    });

    it('a refresh token that two parties have', async () => {
      const session = await fixture.account('ada');
      await fixture.refreshSession(session.refreshToken);
      fixture.clock.advance(MINUTE_MS);
      await fixture.refreshSession(session.refreshToken);
      expect((await endedSessions.since()).sessions).toHaveLength(1);
    });

    it('A5: a suspension, with all sessions of the account and no others', async () => {
      const { accountId } = await fixture.account('ada');
      await fixture.signInAs('ada');
      await fixture.account('grace');
      await fixture.tell('account.suspended', accountId, 2);
      expect((await endedSessions.since()).sessions).toHaveLength(2);
    });
  });

  it('an account of any number of sessions loses them all, and pages tell each of them', async () => {
    const ids = await openSessions(2_100);
    await fixture.db.write((tx) => store().endAllOf(tx, 'fbu_1', fixture.clock.now()));
    const first = await endedSessions.since();
    expect(first.sessions).toHaveLength(1_000);
    expect((await readAll()).ids.toSorted()).toEqual(ids);
    expect((await readAll(first.cursor)).ids).toHaveLength(1_100);
  });

  it.each([
    ['empty', ''],
    ['a word', 'x'],
    ['no place', '1'],
    ['negative', '-1.a'],
    ['long', `1.${'a'.repeat(5_000)}`],
    ['of a database that is no more', '999999999999999.a'],
  ])('with a cursor that it never gave nothing is left out: %s', async (_, cursor) => {
    const [id = ''] = await openSessions(1);
    await end(id);
    expect(idsOf(await endedSessions.since(cursor))).toEqual([id]);
  });

  it('what was swept takes no number with it: later ones come after every cursor', async () => {
    const [first = '', second = '', third = ''] = await openSessions(3);
    await end(first);
    const { cursor } = await endedSessions.since();
    await end(second);
    fixture.clock.advance(16 * MINUTE_MS);
    await endedSessions.sweep();
    expect(await fixture.db.read.$count(fixture.db.tables(endedSessionsTables).endedSession)).toBe(1);
    await endedSessions.sweep();
    await end(third);
    expect(idsOf(await endedSessions.since(cursor))).toEqual([third]);
  });

  it('that nothing has ended costs no write, and each statement searches an index', async () => {
    const { cursor } = await endedSessions.since();
    statements.length = 0;
    await endedSessions.since(cursor);
    expect(statements.filter((sql) => !/^select/i.test(sql))).toEqual([]);
    if (dialect !== 'sqlite') return;
    const plans = await Promise.all(statements.map((sql) => sqlitePlan(fixtureTables, sql)));
    expect(plans).toHaveLength(3);
    for (const [step] of plans)
      expect(step).toMatch(/^SEARCH ended_session USING (COVERING )?INDEX ended_session_round/);
    for (const plan of plans) expect(plan).toHaveLength(1);
  });

  it('readers at once are told all, each of them', async () => {
    const ids = await openSessions(40);
    const told = await Promise.all(
      Array.from({ length: 4 }, async () => {
        const seen = new Set<string>();
        let cursor: string | undefined;
        for (let round = 0; round < 10; round += 1) {
          await Promise.all([end(ids[round * 4] ?? ''), end(ids[round * 4 + 1] ?? '')]);
          const page = await endedSessions.since(cursor);
          cursor = page.cursor;
          for (const id of idsOf(page)) seen.add(id);
        }
        for (const id of (await readAll(cursor)).ids) seen.add(id);
        return seen.size;
      }),
    );
    expect(told).toEqual([20, 20, 20, 20]);
  });

  // On SQLite writes take turns: nothing begun before can be committed after.
  describe.runIf(dialect === 'postgres')('a transaction that commits late', () => {
    /** Ends a session, and commits only when what it gives is called. */
    async function beginToEnd(id: string): Promise<() => Promise<void>> {
      let letGo = (): void => {};
      const gate = new Promise<void>((resolve) => {
        letGo = resolve;
      });
      let written: Promise<void> = Promise.resolve();
      await new Promise<void>((begun, failed) => {
        written = fixture.db.write(async (tx) => {
          await store().end(tx, id, fixture.clock.now());
          begun();
          await gate;
        });
        written.catch(failed);
      });
      return () => {
        letGo();
        return written;
      };
    }

    it('is not missed by a reader who has had what began after it', async () => {
      const [early = '', late = '', later = ''] = await openSessions(3);
      const commit = await beginToEnd(early);
      await end(late);
      const before = await endedSessions.since();
      expect(idsOf(before)).toEqual([late]);
      await end(later);
      await commit();
      const after = await endedSessions.since(before.cursor);
      expect(idsOf(after).toSorted()).toEqual([early, later]);
      expect((await endedSessions.since(after.cursor)).sessions).toEqual([]);
    });

    it('is not missed when another reader gives out numbers meanwhile', async () => {
      const [early = '', late = ''] = await openSessions(2);
      const commit = await beginToEnd(early);
      await end(late);
      const replica = createEndedSessions({ db: fixture.db, clock: fixture.clock });
      const [one, other] = await Promise.all([endedSessions.since(), replica.since()]);
      await commit();
      const [oneAfter, otherAfter] = await Promise.all([endedSessions.since(one.cursor), replica.since(other.cursor)]);
      expect([idsOf(one), idsOf(other)]).toEqual([[late], [late]]);
      expect([idsOf(oneAfter), idsOf(otherAfter)]).toEqual([[early], [early]]);
    });
  });
});
