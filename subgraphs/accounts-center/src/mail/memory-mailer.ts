import type { Clock } from '@accounts-center/subgraph-kit';
import type { Mail, Mailer } from './mailer.ts';

const MAX_MAILS = 100;

export interface ReceivedMail extends Mail {
  readonly sentAt: Date;
}

/** Mail that stays in this process: the mailbox of development and tests. */
export interface MemoryMailer extends Mailer {
  /** The last mails, the newest first. */
  mails(): readonly ReceivedMail[];
}

/** @param parts.limit how many mails are kept: 100 */
export function memoryMailer(parts: { clock: Clock; limit?: number }): MemoryMailer {
  const { clock, limit = MAX_MAILS } = parts;
  const received: ReceivedMail[] = [];
  return {
    async send(mail) {
      received.unshift({ ...mail, sentAt: clock.now() });
      received.length = Math.min(received.length, limit);
    },
    async close() {},
    mails: () => [...received],
  };
}
