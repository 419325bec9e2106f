import type { Database } from '@accounts-center/db';
import type { Clock, JobHandler, Outbox } from '@accounts-center/subgraph-kit';
import { z } from 'zod';
import { inDoubtEvent, waitMs } from './in-doubt.ts';
import { createProfileChangesStore } from './profile-changes.store.ts';

const Payload = z.object({ key: z.string() });

/**
 * The job that asks accounts-center about a prepared change past its time, again and again until it is decided. It gives
 * up no reservation by itself: the change may have been committed elsewhere.
 */
export function createInDoubtWatch(parts: { db: Database; clock: Clock; outbox: Outbox }): JobHandler {
  const { db, clock, outbox } = parts;
  const store = createProfileChangesStore(db);
  return (payload, { attempts }) => {
    const { key } = Payload.parse(payload);
    return db.write(async (tx) => {
      const change = await store.find(tx, key);
      if (change?.state !== 'PREPARED') return 'done';
      await outbox.enqueue(tx, inDoubtEvent(key));
      return { retryAt: new Date(clock.now().getTime() + waitMs(attempts)) };
    });
  };
}
