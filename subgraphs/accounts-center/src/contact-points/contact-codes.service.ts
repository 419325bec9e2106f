import { randomInt, timingSafeEqual } from 'node:crypto';
import type { Database, Writer } from '@accounts-center/db';
import type { Clock, Ids } from '@accounts-center/subgraph-kit';
import { sourceOf } from '../identity/identity.service.ts';
import type { SecretBox } from '../secret-box.ts';
import { createContactCodesStore } from './contact-codes.store.ts';

const DIGITS = 8;
const LIFETIME_MS = 10 * 60_000;
const MAX_TRIES = 5;
const HOUR_MS = 60 * 60_000;
const DAY_MS = 24 * HOUR_MS;
const PURPOSE = 'contact code';

// Codes are mail to somebody who may not have asked for it: whoever asks, one address gets few.
const LIMITS = [
  { by: 'accountId', max: 10, withinMs: HOUR_MS },
  { by: 'accountId', max: 30, withinMs: DAY_MS },
  { by: 'addressMac', max: 10, withinMs: HOUR_MS },
  { by: 'addressMac', max: 20, withinMs: DAY_MS },
  { by: 'sourceMac', max: 30, withinMs: HOUR_MS },
  { by: 'sourceMac', max: 100, withinMs: DAY_MS },
] as const;

/** Where a code goes, and who asks for it. */
export interface CodeRequest {
  readonly contactPointId: string;
  readonly accountId: string;
  /** Equal for addresses that we take for one. */
  readonly addressKey: string;
  readonly clientAddress: string | undefined;
}

export interface NewCode {
  readonly code: string;
  readonly expiresAt: Date;
}

/** Codes that prove that mail arrives. */
export interface ContactCodes {
  /**
   * A new code for a contact point; the older ones end. Undefined when the account, the address over all accounts, or the source
   * of the request has had too many within an hour or a day.
   */
  create(tx: Writer, request: CodeRequest): Promise<NewCode | undefined>;
  /** Whether this is the code: each takes 5 wrong ones, and works once. The count stays when the answer is no. */
  check(tx: Writer, contactPointId: string, code: string): Promise<'right' | 'wrong' | 'too-many'>;
  /** Ends the codes of a contact point. */
  end(tx: Writer, contactPointId: string): Promise<void>;
  /** Deletes what counts no more. */
  sweep(): Promise<void>;
}

export function createContactCodes(deps: { db: Database; clock: Clock; ids: Ids; secretBox: SecretBox }): ContactCodes {
  const { db, clock, ids, secretBox } = deps;
  const store = createContactCodesStore(db);
  const after = (ms: number): Date => new Date(clock.now().getTime() + ms);
  // Eight digits are guessed from a plain hash in no time, hence a keyed one.
  const macOf = (id: string, code: string): string => secretBox.mac(`${id}:${code}`, PURPOSE);

  return {
    async create(tx, { contactPointId, accountId, addressKey, clientAddress }) {
      const of = {
        accountId,
        addressMac: secretBox.mac(addressKey, PURPOSE),
        sourceMac: secretBox.mac(sourceOf(clientAddress), PURPOSE),
      };
      for (const { by, max, withinMs } of LIMITS)
        if ((await store.countSince(tx, by, of[by], after(-withinMs))) >= max) return undefined;
      const id = ids.next('cod');
      const code = String(randomInt(10 ** DIGITS)).padStart(DIGITS, '0');
      const times = { createdAt: clock.now(), expiresAt: after(LIFETIME_MS), endedAt: null };
      await store.endAll(tx, contactPointId, clock.now());
      await store.add(tx, { id, contactPointId, ...of, codeMac: macOf(id, code), tries: 0, ...times });
      return { code, expiresAt: times.expiresAt };
    },

    async check(tx, contactPointId, code) {
      const sent = await store.running(tx, contactPointId);
      if (sent === undefined || sent.expiresAt <= clock.now()) return 'wrong';
      if (sent.tries >= MAX_TRIES) return 'too-many';
      if (!isEqual(sent.codeMac, macOf(sent.id, code))) {
        await store.countTry(tx, sent.id);
        return 'wrong';
      }
      await store.endAll(tx, contactPointId, clock.now());
      return 'right';
    },

    end: (tx, contactPointId) => store.endAll(tx, contactPointId, clock.now()),

    sweep: () => store.removeUntil(after(-DAY_MS)),
  };
}

function isEqual(mac: string, other: string): boolean {
  return timingSafeEqual(Buffer.from(mac), Buffer.from(other));
}
