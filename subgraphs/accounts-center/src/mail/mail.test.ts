import { eachDialect } from '@accounts-center/db/testing';
import {
  createIds,
  createLogger,
  createOutbox,
  createOutboxWorker,
  movableClock,
  outboxTables,
} from '@accounts-center/subgraph-kit';
import { beforeEach, describe, expect, it } from 'vitest';
import { createSecretBox } from '../secret-box.ts';
import { SERVICE } from '../slice.ts';
import { createMails } from './mail.service.ts';
import { type Mail, MailRefused } from './mailer.ts';
import { memoryMailer } from './memory-mailer.ts';

const mail = { to: 'ada@example.org', subject: 'Hello', text: 'Your code: 01234567' };

eachDialect((_dialect, open) => {
  let fixture: Awaited<ReturnType<typeof createFixture>>;

  async function createFixture() {
    const db = await open({ tables: [outboxTables] });
    const clock = movableClock(new Date('2026-11-23T10:00:00Z'));
    const ids = createIds({ clock });
    const lines: string[] = [];
    const log = createLogger({
      name: SERVICE,
      level: 'trace',
      destination: { write: (line) => void lines.push(line) },
    });
    const sent: Mail[] = [];
    const failures: Error[] = [];
    const mailer = {
      async send(posted: Mail) {
        const failure = failures.shift();
        if (failure) throw failure;
        sent.push(posted);
      },
      async close() {},
    };
    const secretBox = createSecretBox([Buffer.alloc(32, 7).toString('base64')]);
    const mails = createMails({ outbox: createOutbox({ db, clock, ids }), clock, log, secretBox, mailer });
    const push = { push: async () => {} };
    const backoff = { baseMs: 1, maxMs: 1 };
    const worker = createOutboxWorker({ db, clock, ids, log, push, backoff, service: SERVICE, handlers: mails.jobs });
    const waiting = () => db.read.select().from(db.tables(outboxTables).outbox);
    return { db, clock, mails, worker, sent, failures, lines, waiting };
  }

  beforeEach(async () => {
    fixture = await createFixture();
  });

  const post = (until?: Date) => fixture.db.write((tx) => fixture.mails.post(tx, mail, until));

  describe('a mail', () => {
    it('is sent once its transaction is committed, and not when it was rolled back', async () => {
      await post();
      const failing = fixture.db.write(async (tx) => {
        await fixture.mails.post(tx, mail);
        throw new Error('no');
      });
      await expect(failing).rejects.toThrow('no');
      await fixture.worker.drain();
      expect(fixture.sent).toEqual([mail]);
      expect(await fixture.waiting()).toEqual([]);
    });

    it('waits encrypted', async () => {
      await post();
      expect(JSON.stringify(await fixture.waiting())).not.toMatch(/ada@|example|01234567/);
    });

    it('is tried again when it could not be sent', async () => {
      await post();
      fixture.failures.push(new Error('busy'));
      await fixture.worker.drain();
      fixture.clock.advance(1000);
      await fixture.worker.drain();
      expect(fixture.sent).toEqual([mail]);
    });

    it('is dropped when the server refuses it for good, or when it is of no use any more', async () => {
      await post();
      fixture.failures.push(new MailRefused(550));
      await fixture.worker.drain();
      await post(new Date(fixture.clock.now().getTime() + 1000));
      fixture.clock.advance(1000);
      await fixture.worker.drain();
      expect(fixture.sent).toEqual([]);
      expect(await fixture.waiting()).toEqual([]);
    });

    it('leaves neither address nor code in the log', async () => {
      for (const failure of [new Error('busy'), new MailRefused(550)]) {
        fixture.failures.push(failure);
        await post();
        await fixture.worker.drain();
      }
      expect(fixture.lines.length).toBeGreaterThanOrEqual(2);
      expect(fixture.lines.join('')).not.toMatch(/ada@|example\.org|01234567/);
    });
  });
});

it('the development mailbox keeps the last mails, the newest first, and no more than its limit', async () => {
  const mailbox = memoryMailer({ clock: movableClock(new Date('2026-11-23T10:00:00Z')), limit: 3 });
  for (const subject of ['1', '2', '3', '4']) await mailbox.send({ ...mail, subject });
  expect(mailbox.mails().map(({ subject }) => subject)).toEqual(['4', '3', '2']);
});
