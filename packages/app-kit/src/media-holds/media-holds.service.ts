import type { Database } from '@accounts-center/db';
import type { Clock } from '@accounts-center/subgraph-kit';
import { z } from 'zod';
import { createCommands } from '../commands/commands.service.ts';
import type { Media, MediaUse } from '../media/media.ts';

export type HoldState = 'HELD' | 'RELEASED';

export interface HoldResult {
  readonly state: HoldState;
  /** The ids that stood against it. */
  readonly missing: readonly string[];
}

/** Uploads that accounts-center wants kept, though nothing shows them yet. */
export interface MediaHolds {
  /** Keeps files of an account, all or none, until they are released under the same key. */
  hold(key: string, ownerId: string, ids: readonly string[]): Promise<HoldResult | 'KEY_REUSED'>;
  /** Keeps them no longer; a key never seen holds nothing any more. */
  release(key: string): Promise<HoldState>;
}

export function createMediaHolds(parts: { db: Database; clock: Clock; media: Media }): MediaHolds {
  const { db, clock, media } = parts;
  // Kept by their places in the list: what was asked for may be no text that a database keeps.
  const commands = createCommands({ db, clock, operation: 'holdMedia', refusal: z.number() });
  const useOf = (key: string): MediaUse => ({ user: 'HOLD', userId: key });

  return {
    hold: async (key, ownerId, ids) => {
      const outcome = await commands.run({ key, body: { ownerId, ids } }, async (tx) => {
        const missing = new Set(await media.missing(tx, ownerId, ids));
        const places = [...ids.keys()].filter((place) => missing.has(ids[place] ?? ''));
        if (places.length > 0) return { state: 'REFUSED', refusals: places };
        await media.keep(tx, useOf(key), ids);
        return { state: 'DONE', resultId: key };
      });
      if (outcome === 'KEY_REUSED') return outcome;
      if (outcome?.state === 'REFUSED')
        return { state: 'RELEASED', missing: outcome.refusals.map((place) => ids[place] ?? '') };
      return { state: (await media.isUsedBy(useOf(key))) ? 'HELD' : 'RELEASED', missing: [] };
    },
    release: (key) =>
      db.write(
        async (tx): Promise<HoldState> => {
          await commands.close(tx, key);
          await media.release(tx, useOf(key));
          return 'RELEASED';
        },
        { name: 'releaseMedia' },
      ),
  };
}
