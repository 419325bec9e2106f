import type { Writer } from '@accounts-center/db';
import type { Clock, JobHandler, Logger, Outbox } from '@accounts-center/subgraph-kit';
import { z } from 'zod';
import type { SecretBox } from '../secret-box.ts';
import { SERVICE } from '../slice.ts';
import { type Mail, type Mailer, MailRefused } from './mailer.ts';

const JOB_TYPE = 'mail.send';
const PURPOSE = 'mail';
const JobPayload = z.object({ sealed: z.string(), until: z.iso.datetime() });
const DAY_MS = 24 * 60 * 60_000;

export interface Mails {
  /**
   * Sends a mail once the transaction is committed.
   * @param until when it is of no use any more: a day from now unless told
   */
  post(tx: Writer, mail: Mail, until?: Date): Promise<void>;
  readonly jobs: Readonly<Record<string, JobHandler>>;
}

/** Mail by way of the outbox, encrypted while it waits: it holds addresses and codes. */
export function createMails(deps: {
  outbox: Outbox;
  clock: Clock;
  log: Logger;
  secretBox: SecretBox;
  mailer: Mailer;
}): Mails {
  const { outbox, clock, log, secretBox, mailer } = deps;

  return {
    async post(tx, mail, until = new Date(clock.now().getTime() + DAY_MS)) {
      const payload = { sealed: secretBox.seal(JSON.stringify(mail), PURPOSE), until: until.toISOString() };
      await outbox.enqueue(tx, { type: JOB_TYPE, destination: SERVICE, payload });
    },
    jobs: {
      [JOB_TYPE]: async (payload, { id }) => {
        const { sealed, until } = JobPayload.parse(payload);
        if (clock.now() >= new Date(until)) {
          log.warn({ mailId: id }, 'A mail could not be sent in time and was dropped');
          return 'done';
        }
        try {
          await mailer.send(JSON.parse(secretBox.open(sealed, PURPOSE)) as Mail);
        } catch (error) {
          if (!(error instanceof MailRefused)) throw error;
          log.warn({ mailId: id, err: error }, 'A mail was refused and dropped');
        }
        return 'done';
      },
    },
  };
}
