import type { Database, Writer } from '@accounts-center/db';
import { type Clock, every, type Ids, type Logger } from '@accounts-center/subgraph-kit';
import type { MediaLimits } from '../limits.ts';
import { KEPT_UNUSED_MS } from '../media.sweep.ts';
import { type Refusal, refusal } from '../refusal.ts';
import type { Amount, UploadsStore } from './uploads.store.ts';

/** How long a killed process keeps the slots of its uploads. */
const LEASE_MS = 3 * 60_000;

// An upload that was never used is gone by then, with an hour for the sweep. Older files that nothing uses were freed, by a
// deleted post for one: those are no reason to refuse new ones, and looking for them would mean reading all of an account's.
const COUNTED_MS = KEPT_UNUSED_MS + 60 * 60_000;

/** The uploads of one app that are under way, counted in the database, so over all replicas. */
export interface Uploads {
  /**
   * Does the work of an upload in a slot of its own, claimed before, and given back unless the work has finished it. The
   * slot counts as a waiting file of its size, so that uploads begun at once can't pass a limit together.
   * @param upload whose it is, and the most bytes that may come of it
   * @param work gets the id of the slot, which it finishes when it ends well
   * @returns what the work returns, or that there is no slot for it
   */
  inSlot<T extends { readonly ok: boolean }>(
    upload: { readonly ownerId: string; readonly sizeBytes: number },
    work: (slotId: string) => Promise<T>,
  ): Promise<T | Refusal>;
  /** Lets a slot count for less, once more is known of its file. */
  shrink(slotId: string, sizeBytes: number): Promise<void>;
  /** Gives a slot back in the transaction that notes the file it was for; false when the lease had ended. */
  finish(tx: Writer, slotId: string): Promise<boolean>;
  /** Removes what killed processes left. */
  sweep(): Promise<void>;
}

type UploadLimits = Pick<MediaLimits, 'maxWaitingFiles' | 'maxWaitingBytes' | 'maxUploadsAtOnce'>;

export function createUploads(parts: {
  db: Database;
  clock: Clock;
  ids: Ids;
  log: Logger;
  store: UploadsStore;
  limits: UploadLimits;
}): Uploads {
  const { db, clock, ids, log, store, limits } = parts;
  const leaseEnd = (): Date => new Date(clock.now().getTime() + LEASE_MS);

  // Claims of one account wait for each other, so nothing is gained by more than reading what others have committed.
  const write = <T>(name: string, body: (tx: Writer) => Promise<T>): Promise<T> =>
    db.write(body, { name, isolation: 'read committed' });

  const isFullOf = (waiting: Amount, sizeBytes: number): boolean =>
    waiting.count >= limits.maxWaitingFiles || waiting.sizeBytes + sizeBytes > limits.maxWaitingBytes;

  function claim(ownerId: string, sizeBytes: number): Promise<{ readonly ok: true; readonly id: string } | Refusal> {
    return write('claim upload slot', async (tx) => {
      await store.lock(tx, ownerId);
      const now = clock.now();
      // In this order: an upload that becomes a file meanwhile counts twice then, and never not at all.
      const underWay = await store.underWay(tx, ownerId, now);
      const unused = await store.unused(tx, ownerId, new Date(now.getTime() - COUNTED_MS));
      if (isFullOf(unused, sizeBytes)) return refusal('TOO_MANY_UPLOADS');
      // What is on its way may become less than it claims, and soon.
      const isCrowded = underWay.count >= limits.maxUploadsAtOnce || isFullOf(sum(underWay, unused), sizeBytes);
      if (isCrowded) return refusal('TOO_MANY_AT_ONCE');
      const id = ids.random('upl');
      await store.add(tx, { id, ownerId, sizeBytes, leaseUntil: leaseEnd() });
      return { ok: true, id };
    });
  }

  const finish: Uploads['finish'] = (tx, slotId) => store.remove(tx, slotId, clock.now());

  return {
    finish,
    shrink: (id, sizeBytes) => write('shrink upload slot', (tx) => store.shrink(tx, id, sizeBytes)),
    inSlot: async ({ ownerId, sizeBytes }, work) => {
      const claimed = await claim(ownerId, sizeBytes);
      if (!claimed.ok) return claimed;
      const { id } = claimed;
      const renew = () => write('renew upload slot', (tx) => store.renew(tx, id, clock.now(), leaseEnd()));
      const renewal = every(LEASE_MS / 3, renew, log);
      let isFinished = false;
      try {
        const result = await work(id);
        isFinished = result.ok;
        return result;
      } finally {
        await renewal.close();
        if (!isFinished) await write('release upload slot', (tx) => finish(tx, id));
      }
    },
    sweep: () => write('sweep upload slots', (tx) => store.removeEnded(tx, clock.now())),
  };
}

function sum(one: Amount, other: Amount): Amount {
  return { count: one.count + other.count, sizeBytes: one.sizeBytes + other.sizeBytes };
}
