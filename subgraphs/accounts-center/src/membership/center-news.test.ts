import type { Database } from '@accounts-center/db';
import { eachDialect } from '@accounts-center/db/testing';
import {
  createEventNotes,
  createIds,
  createInProcessBus,
  createOutbox,
  createOutboxWorker,
  type EventBus,
  type GraphEvent,
  movableClock,
  outboxTables,
  silentLogger,
} from '@accounts-center/subgraph-kit';
import { beforeAll, beforeEach, expect, it } from 'vitest';
import { accountIdPrefix } from '../apps.ts';
import { SERVICE } from '../slice.ts';
import { family } from '../testing/family.ts';
import { createCenterNews } from './center-news.service.ts';
import { createMembershipService, type MembershipService } from './membership.service.ts';
import { membershipTables } from './membership.table.ts';

eachDialect((_dialect, open) => {
  const clock = movableClock(new Date('2026-11-23T10:00:00Z'));
  const ids = createIds({ clock });
  let db: Database;
  let bus: EventBus;
  let membership: MembershipService;
  let tell: () => Promise<GraphEvent[]>;

  beforeAll(async () => {
    db = await open({ tables: [membershipTables, outboxTables] });
  });
  beforeEach(() => {
    bus = createInProcessBus({ replayEvents: 100, clock });
    const outbox = createOutbox({ db, clock, ids });
    const notes = createEventNotes({ outbox, service: SERVICE, bus });
    membership = createMembershipService({ db, clock, ids, notes });
    const told: GraphEvent[] = [];
    bus.subscribe('accountsCenterChanged', (event) => told.push(event));
    const push = { push: async () => {} };
    const { jobs: handlers } = createCenterNews({ notes, membership });
    const worker = createOutboxWorker({ db, clock, ids, log: silentLogger, push, service: SERVICE, handlers });
    tell = async () => {
      await worker.drain();
      return told.splice(0).toSorted((one, other) => (idOf(one) < idOf(other) ? -1 : 1));
    };
  });
  const idOf = ({ value }: GraphEvent): string => (value as { id: string }).id;
  const enrol = async (): Promise<[accountId: string, centerId: string]> => {
    clock.advance(1_000);
    const accountId = ids.random(accountIdPrefix(family.named('FACEBOOK')));
    const member = { accountId, app: 'FACEBOOK', state: 'ACTIVE', stateVersion: 1 } as const;
    return [accountId, await db.write((tx) => membership.enrol(tx, member))];
  };
  const move = (accountId: string, from: string, to: string) =>
    db.write((tx) => membership.move(tx, { accountId, from, to }));

  it('tells both accounts of a link, and each of an unlink of the center it is in from then on', async () => {
    const [[one, center], [other, former]] = [await enrol(), await enrol()];
    expect(await tell()).toEqual([]);
    clock.advance(1_000);
    await move(other, former, center);
    const event = { field: 'accountsCenterChanged', arguments: {} };
    const of = (id: string) => ({ __typename: 'AccountsCenter', id });
    expect(await tell()).toMatchObject([{ ...event, value: of(center), audience: [one, other] }]);

    const left = await db.write((tx) => membership.leave(tx, { accountId: other, from: center }));
    const own = left.ok ? left.centerId : '';
    expect(await tell()).toMatchObject([
      { ...event, value: of(center), audience: [one] },
      { ...event, value: of(own), audience: [other] },
    ]);
  });

  it('tells who is in the center when it is told: not who has left meanwhile', async () => {
    const [[one, center], [other, former], [third, ofThird]] = [await enrol(), await enrol(), await enrol()];
    clock.advance(1_000);
    await move(other, former, center);
    await move(third, ofThird, center);
    await db.write((tx) => membership.leave(tx, { accountId: other, from: center }));
    const told = (await tell()).filter((event) => idOf(event) === center);
    expect(told.length).toBeGreaterThan(0);
    for (const { audience } of told) expect(audience).toEqual([one, third]);
  });

  it('tells nothing of what did not happen', async () => {
    const [[one], [other]] = [await enrol(), await enrol()];
    const refused = await move(one, 'ctr_none', 'ctr_nowhere');
    expect(refused.ok).toBe(false);
    const failing = db.write(async (tx) => {
      await membership.move(tx, {
        accountId: one,
        from: (await membership.centerOf(one, tx)) ?? '',
        to: (await membership.centerOf(other, tx)) ?? '',
      });
      throw new Error('rolled back');
    });
    await expect(failing).rejects.toThrow('rolled back');
    expect(await tell()).toEqual([]);
  });
});
