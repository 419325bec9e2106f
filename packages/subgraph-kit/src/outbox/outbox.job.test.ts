import type { Database } from '@accounts-center/db';
import { eachDialect } from '@accounts-center/db/testing';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { currentRequestId } from '../request-scope.ts';
import { AnswerLost, ServiceUnreachable } from '../service-client/failures.ts';
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

    it('stands in the way of others with its dedupe key until it is done', async () => {
      const added: boolean[] = [];
      const worker = fixture.createWorker(async (_payload, { attempts }) => {
        added.push(await fixture.enqueue({ dedupeKey: 'sweep' }));
        if (attempts === 1) throw new Error('not yet');
        return 'done';
      });
      await fixture.enqueue({ dedupeKey: 'sweep' });
      await worker.drain();
      added.push(await fixture.enqueue({ dedupeKey: 'sweep' }));
      fixture.clock.advance(60_000);
      await worker.drain();
      added.push(await fixture.enqueue({ dedupeKey: 'sweep' }));
      expect(added).toEqual([false, false, false, true]);
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

    it('is parked after too many failures, for somebody to look at and to resume', async () => {
      const isMended = { value: false };
      const worker = fixture.createWorker(
        async () => {
          if (!isMended.value) throw new TypeError('no such account');
          return 'done';
        },
        { maxFailures: 3 },
      );
      await fixture.enqueue({ id: 'msg_poison', dedupeKey: 'look' });
      for (let n = 0; n < 3; n += 1) {
        expect(await fixture.outbox.parked()).toEqual([]);
        expect(await worker.drain()).toBe(1);
        fixture.clock.advance(3_600_000);
      }
      expect(await worker.drain()).toBe(0);
      const parkedAt = new Date(fixture.clock.now().getTime() - 3_600_000);
      const entry = { id: 'msg_poison', type: 'job', destination: 'facebook', createdAt: start };
      expect(await fixture.outbox.parked()).toEqual([
        { ...entry, parkedAt, attempts: 3, lastError: 'TypeError: no such account' },
      ]);
      expect(await fixture.enqueue({ dedupeKey: 'look' })).toBe(true);

      isMended.value = true;
      await db.write((tx) => fixture.outbox.resume(tx, ['msg_poison']));
      expect(await worker.drain()).toBe(2);
      expect(await fixture.rows()).toEqual([]);
    });

    it.each([new ServiceUnreachable('instagram', undefined), new AnswerLost('instagram', undefined)])(
      'is never parked for the fault of another service: %s',
      async (outage) => {
        const worker = fixture.createWorker(() => Promise.reject(outage), { maxFailures: 2 });
        await fixture.enqueue();
        for (let n = 0; n < 5; n += 1) {
          expect(await worker.drain()).toBe(1);
          fixture.clock.advance(3_600_000);
        }
        expect(await fixture.rows()).toMatchObject([{ attempts: 5, failures: 0, parkedAt: null }]);
      },
    );

    it('is not parked for coming back often because it asked to', async () => {
      const retryAt = new Date(start.getTime() + 1_000);
      const worker = fixture.createWorker(async (_payload, { attempts }) => (attempts < 5 ? { retryAt } : 'done'), {
        maxFailures: 2,
      });
      await fixture.enqueue();
      fixture.clock.advance(1_000);
      expect(await worker.drain()).toBe(5);
      expect(await fixture.rows()).toEqual([]);
    });

    it('is kept when nobody knows its type, for a later version', async () => {
      const worker = fixture.createWorker(async () => 'done');
      await fixture.enqueue({ type: 'constructor' });
      expect(await worker.drain()).toBe(1);
      expect(await fixture.rows()).toMatchObject([{ lastError: expect.stringContaining('no handler') }]);
    });
  });
});
