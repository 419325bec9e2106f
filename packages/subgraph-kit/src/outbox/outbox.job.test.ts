import type { Database } from '@accounts-center/db';
import { eachDialect } from '@accounts-center/db/testing';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { currentRequestId } from '../request-scope.ts';
import { createOutboxFixture, type OutboxFixture, start } from './outbox.fixture.ts';
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

  describe('a job', () => {
    it('is done once and then gone', async () => {
      const seen: unknown[] = [];
      const worker = fixture.createWorker(async (payload, job) => {
        seen.push([payload, job.attempts, job.createdAt, currentRequestId() === job.id]);
        return 'done';
      });
      await fixture.enqueue({ payload: { postId: 'fbp_1' } });
      expect(await worker.drain()).toBe(1);
      expect(await worker.drain()).toBe(0);
      expect(seen).toEqual([[{ postId: 'fbp_1' }, 1, start, true]]);
      expect(await fixture.rows()).toEqual([]);
    });

    it('exists only if the write that caused it was committed', async () => {
      const failing = db.write(async (tx) => {
        await fixture.outbox.enqueue(tx, { type: 'job', destination: 'facebook', payload: {} });
        throw new Error('changed my mind');
      });
      await expect(failing).rejects.toThrow('changed my mind');
      expect(await fixture.rows()).toEqual([]);
    });

    it('X11: waits for its time', async () => {
      const worker = fixture.createWorker(async () => 'done');
      await fixture.enqueue({ availableAt: new Date(start.getTime() + 1_000) });
      expect(await worker.drain()).toBe(0);
      fixture.clock.advance(1_000);
      expect(await worker.drain()).toBe(1);
    });

    it('is added once per id and per dedupe key', async () => {
      expect(await fixture.enqueue({ id: 'msg_1' })).toBe(true);
      expect(await fixture.enqueue({ id: 'msg_1' })).toBe(false);
      expect(await fixture.enqueue({ dedupeKey: 'sweep' })).toBe(true);
      expect(await fixture.enqueue({ dedupeKey: 'sweep' })).toBe(false);
      expect(await fixture.rows()).toHaveLength(2);
    });

    it('may enqueue what comes after it', async () => {
      const seen: unknown[] = [];
      const worker = fixture.createWorker(async (payload) => {
        seen.push(payload);
        if (payload !== 'second') await fixture.enqueue({ payload: 'second' });
        return 'done';
      });
      await fixture.enqueue({ payload: 'first' });
      expect(await worker.drain()).toBe(2);
      expect(seen).toEqual(['first', 'second']);
    });

    it('comes back when its handler asks for it', async () => {
      const retryAt = new Date(start.getTime() + 3_600_000);
      const worker = fixture.createWorker(async (_payload, { attempts }) => (attempts === 1 ? { retryAt } : 'done'));
      await fixture.enqueue();
      expect(await worker.drain()).toBe(1);
      expect(await fixture.rows()).toMatchObject([{ availableAt: retryAt, leaseToken: null, lastError: null }]);
      fixture.clock.set(new Date(retryAt.getTime() - 1));
      expect(await worker.drain()).toBe(0);
      fixture.clock.set(retryAt);
      expect(await worker.drain()).toBe(1);
      expect(await fixture.rows()).toEqual([]);
    });
  });

  describe('a failing job', () => {
    it('X7: comes back with backoff and jitter', async () => {
      const worker = fixture.createWorker(() => Promise.reject(new Error('target is away')));
      await fixture.enqueue();
      for (const waitMs of [250, 500, 1_000, 2_000]) {
        expect(await worker.drain()).toBe(1);
        expect(await fixture.rows()).toMatchObject([
          { availableAt: new Date(fixture.clock.now().getTime() + waitMs), lastError: 'Error: target is away' },
        ]);
        fixture.clock.advance(waitMs - 1);
        expect(await worker.drain()).toBe(0);
        fixture.clock.advance(1);
      }
    });

    it('X7: does not hold up the others', async () => {
      const done: unknown[] = [];
      const worker = fixture.createWorker(
        async (payload) => {
          if (payload === 'poison') throw new Error('as ever');
          done.push(payload);
          return 'done';
        },
        { concurrency: 1 },
      );
      for (const payload of ['poison', 'a', 'b']) await fixture.enqueue({ payload });
      expect(await worker.drain()).toBe(3);
      expect(done).toEqual(['a', 'b']);
      expect(await fixture.rows()).toMatchObject([{ payload: 'poison', attempts: 1 }]);
    });

    it('is kept when nobody knows its type, for a later version', async () => {
      const worker = fixture.createWorker(async () => 'done');
      await fixture.enqueue({ type: 'constructor' });
      expect(await worker.drain()).toBe(1);
      expect(await fixture.rows()).toMatchObject([{ lastError: expect.stringContaining('no handler') }]);
    });
  });
});
