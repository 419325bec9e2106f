import type { Database } from '@accounts-center/db';
import { eachDialect } from '@accounts-center/db/testing';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createGate, createOutboxFixture, type OutboxFixture, start } from './outbox.fixture.ts';
import type { JobHandler } from './outbox.job.ts';
import { outboxTables } from './outbox.table.ts';

eachDialect((_dialect, openDatabase) => {
  let db: Database;
  let fixture: OutboxFixture;
  beforeAll(async () => {
    db = await openDatabase({ tables: [outboxTables] });
  });
  beforeEach(async () => {
    fixture = await createOutboxFixture(db);
  });
  afterEach(() => fixture.stop());

  describe('leases', () => {
    it('case 12: a crash between handler and completion brings the job back once the lease ends', async () => {
      let runs = 0;
      const handler: JobHandler = async () => {
        runs += 1;
        return 'done';
      };
      const gate = createGate();
      const dying: Database = {
        ...db,
        write: async (body, options) => {
          if (options?.name !== 'complete outbox entry') return await db.write(body, options);
          await gate.opened;
          throw new Error('killed');
        },
      };
      await fixture.enqueue();
      fixture.createWorker(handler, { db: dying }).kick();
      await expect.poll(() => runs).toBe(1);

      const successor = fixture.createWorker(handler);
      fixture.clock.advance(59_999);
      expect(await successor.drain()).toBe(0);
      fixture.clock.advance(1);
      expect(await successor.drain()).toBe(1);
      expect(runs).toBe(2);
      expect(await fixture.rows()).toEqual([]);
      gate.open();
    });

    it('no two workers do one job at once', async () => {
      const atWork = new Set<unknown>();
      const runs = new Map<unknown, number>();
      const handler: JobHandler = async (payload) => {
        expect(atWork.has(payload)).toBe(false);
        atWork.add(payload);
        runs.set(payload, (runs.get(payload) ?? 0) + 1);
        await new Promise(setImmediate);
        atWork.delete(payload);
        return 'done';
      };
      await db.write(async (tx) => {
        for (let n = 0; n < 100; n += 1)
          await fixture.outbox.enqueue(tx, { type: 'job', destination: 'facebook', payload: n });
      });
      const counts = await Promise.all([1, 2, 3].map(() => fixture.createWorker(handler, { concurrency: 5 }).drain()));
      expect(counts.reduce((sum, count) => sum + count)).toBe(100);
      expect([...runs.values()]).toEqual(Array.from({ length: 100 }, () => 1));
      expect(await fixture.rows()).toEqual([]);
    });

    it('are renewed as long as the job is under work', async () => {
      const gate = createGate();
      let runs = 0;
      const handler: JobHandler = async () => {
        runs += 1;
        await gate.opened;
        return 'done';
      };
      await fixture.enqueue();
      const worker = fixture.createWorker(handler, { leaseMs: 60 });
      const other = fixture.createWorker(handler, { leaseMs: 60 });
      worker.kick();
      await expect.poll(() => runs).toBe(1);
      fixture.clock.advance(50);
      await expect.poll(async () => (await fixture.rows())[0]?.leaseUntil?.getTime()).toBe(start.getTime() + 110);
      fixture.clock.advance(50);
      expect(await other.drain()).toBe(0);
      gate.open();
      await worker.drain();
      expect(runs).toBe(1);
      expect(await fixture.rows()).toEqual([]);
    });

    it('that are lost leave the job to its new holder', async () => {
      const slow = createGate();
      const quick = createGate();
      await fixture.enqueue();
      const slowWorker = fixture.createWorker(async () => {
        await slow.opened;
        return 'done';
      });
      let newRuns = 0;
      const newWorker = fixture.createWorker(async () => {
        newRuns += 1;
        await quick.opened;
        return 'done';
      });
      slowWorker.kick();
      await expect.poll(async () => (await fixture.rows())[0]?.attempts).toBe(1);
      fixture.clock.advance(60_000);
      newWorker.kick();
      await expect.poll(() => newRuns).toBe(1);
      slow.open();
      await slowWorker.drain();
      expect(await fixture.rows()).toMatchObject([{ attempts: 2 }]);
      quick.open();
      await newWorker.drain();
      expect(await fixture.rows()).toEqual([]);
    });

    it('a worker does not take up what it holds itself, even when the clock leaps', async () => {
      const gate = createGate();
      let runs = 0;
      const worker = fixture.createWorker(async () => {
        runs += 1;
        await gate.opened;
        return 'done';
      });
      await fixture.enqueue();
      worker.kick();
      await expect.poll(() => runs).toBe(1);
      fixture.clock.advance(72 * 3_600_000);
      gate.open();
      expect(await worker.drain()).toBe(1);
      expect(runs).toBe(1);
    });
  });
});
