import type { Database } from '@accounts-center/db';
import { eachDialect } from '@accounts-center/db/testing';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createGate, createOutboxFixture, type OutboxFixture } from './outbox.fixture.ts';
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

  describe('the worker', () => {
    it('finds work by itself once started', async () => {
      let runs = 0;
      const worker = fixture.createWorker(
        async () => {
          runs += 1;
          return 'done';
        },
        { pollMs: 5 },
      );
      worker.start();
      await fixture.enqueue();
      await expect.poll(() => runs).toBe(1);
    });

    it('works on no more at once than it may', async () => {
      let atWork = 0;
      let most = 0;
      const worker = fixture.createWorker(
        async () => {
          atWork += 1;
          most = Math.max(most, atWork);
          await new Promise(setImmediate);
          atWork -= 1;
          return 'done';
        },
        { concurrency: 3 },
      );
      for (let n = 0; n < 10; n += 1) await fixture.enqueue();
      expect(await worker.drain()).toBe(10);
      expect(most).toBe(3);
    });

    it('drains what was begun before, too, and counts it', async () => {
      const gate = createGate();
      const worker = fixture.createWorker(async () => {
        await gate.opened;
        return 'done';
      });
      await fixture.enqueue();
      worker.kick();
      await expect.poll(async () => (await fixture.rows())[0]?.attempts).toBe(1);
      const drained = worker.drain();
      gate.open();
      expect(await drained).toBe(1);
      expect(await worker.drain()).toBe(0);
    });

    it('X7: a slow lane holds up no other', async () => {
      const [slow, quick] = [createGate(), createGate()];
      const done: unknown[] = [];
      const worker = fixture.createWorker(
        async (payload) => {
          if (payload === 'slow') await slow.opened;
          done.push(payload);
          if (done.length === 5) quick.open();
          return 'done';
        },
        { concurrency: 4, laneConcurrency: 2 },
      );
      for (let n = 0; n < 20; n += 1) await fixture.enqueue({ lane: 'instagram', payload: 'slow' });
      for (let n = 0; n < 5; n += 1) await fixture.enqueue({ lane: 'messenger', payload: n });
      worker.kick();
      await quick.opened;
      expect(new Set(done)).toEqual(new Set([0, 1, 2, 3, 4]));
      slow.open();
      await worker.drain();
      expect(done).toHaveLength(25);
      expect(await fixture.rows()).toEqual([]);
    });

    it('looks once or twice for many kicks', async () => {
      let claims = 0;
      const counting: Database = {
        ...db,
        write: (body, options) => {
          if (options?.name === 'claim outbox entries') claims += 1;
          return db.write(body, options);
        },
      };
      const worker = fixture.createWorker(async () => 'done', { db: counting });
      for (let n = 0; n < 100; n += 1) worker.kick();
      await worker.drain();
      expect(claims).toBe(2);
    });

    it('waits for what is under way when stopped, and takes up nothing more', async () => {
      const gate = createGate();
      let runs = 0;
      const worker = fixture.createWorker(
        async () => {
          runs += 1;
          await gate.opened;
          return 'done';
        },
        { concurrency: 1, pollMs: 5 },
      );
      await fixture.enqueue();
      await fixture.enqueue();
      worker.start();
      await expect.poll(() => runs).toBe(1);
      let isStopped = false;
      const stopping = worker.stop().then(() => void (isStopped = true));
      await fixture.enqueue();
      expect(isStopped).toBe(false);
      gate.open();
      await stopping;
      worker.kick();
      expect(await worker.drain()).toBe(0);
      expect(runs).toBe(1);
      expect(await fixture.rows()).toHaveLength(2);
    });

    it('lives on when the database fails it', async () => {
      let fails = 3;
      let runs = 0;
      const flaky: Database = {
        ...db,
        write: (body, options) =>
          (fails -= 1) >= 0 ? Promise.reject(new Error('disk is full')) : db.write(body, options),
      };
      const worker = fixture.createWorker(
        async () => {
          runs += 1;
          return 'done';
        },
        { db: flaky, pollMs: 5 },
      );
      await fixture.enqueue();
      worker.start();
      await expect.poll(() => runs).toBe(1);
      await worker.drain();
      expect(await fixture.rows()).toEqual([]);
    });
  });
});
