import type { Database } from '@accounts-center/db';
import {
  createIdempotency,
  createIds,
  createOutbox,
  createOutboxWorker,
  idempotencyTables,
  type Logger,
  movableClock,
  outboxTables,
  silentLogger,
} from '@accounts-center/subgraph-kit';
import type { AppContract } from '../app-contract/app-contract.ts';
import type { Viewer } from '../context.ts';
import { createPlayedAuthorize } from '../identity/authorize.fixture.ts';
import { createMails } from '../mail/mail.service.ts';
import type { Mailer } from '../mail/mailer.ts';
import { memoryMailer } from '../mail/memory-mailer.ts';
import { createSecretBox } from '../secret-box.ts';
import { SERVICE } from '../slice.ts';
import { family } from '../testing/family.ts';
import { noNotes } from '../testing/no-notes.ts';
import { createContactPointsService } from './contact-points.service.ts';
import { contactPointsTables } from './contact-points.table.ts';
import type { ContactPointView } from './contact-points.ts';

/** What the tests of this slice open a database with. */
export const fixtureTables = [contactPointsTables, outboxTables, idempotencyTables];

/** Contact points over a real database, with a mailbox in memory, or the mailer given. */
export function createContactPointsFixture(db: Database, options: { log?: Logger; mailer?: Mailer } = {}) {
  const { log = silentLogger } = options;
  const clock = movableClock(new Date('2026-11-23T10:00:00Z'));
  const ids = createIds({ clock });
  const mailbox = memoryMailer({ clock });
  const mailer = options.mailer ?? mailbox;
  const outbox = createOutbox({ db, clock, ids });
  const secretBox = createSecretBox([Buffer.alloc(32, 7).toString('base64')]);
  const mails = createMails({ outbox, clock, log, secretBox, mailer });
  const idempotency = createIdempotency({ db, clock });
  const played = createPlayedAuthorize(clock);
  const shared = {
    db,
    family,
    clock,
    ids,
    log,
    outbox,
    idempotency,
    random: () => 0.5,
    notes: noNotes,
    kick: () => {},
  };
  const service = createContactPointsService({
    ...shared,
    ...played,
    mails,
    secretBox,
    contract: {} as AppContract,
  });
  const push = { push: async () => {} };
  const worker = createOutboxWorker({ db, clock, ids, log, push, service: SERVICE, handlers: mails.jobs });
  let keys = 0;
  const newKey = (): string => `key-${String(++keys).padStart(8, '0')}`;

  const fixture = {
    db,
    clock,
    mailbox,
    worker,
    service,
    ...played,
    key: newKey,

    /** Somebody who signed in to an account just now. */
    viewer(accountId = ids.random('fbu')): Viewer {
      return { accountId, sessionId: ids.next('ses'), authenticatedAt: clock.now() };
    },

    add: (viewer: Viewer, address: string, idempotencyKey = newKey(), clientAddress = '192.0.2.1') =>
      service.addContactPoint(viewer, { accountId: viewer.accountId, address, idempotencyKey }, clientAddress),

    change: (viewer: Viewer, contactPointId: string, address: string, idempotencyKey = newKey()) =>
      service.changeContactPoint(viewer, { contactPointId, address, idempotencyKey }, '192.0.2.1'),

    resend: (viewer: Viewer, contactPointId: string, idempotencyKey = newKey()) =>
      service.resendContactPointCode(viewer, { contactPointId, idempotencyKey }, '192.0.2.1'),

    verify: (viewer: Viewer, contactPointId: string, code: string, idempotencyKey = newKey()) =>
      service.verifyContactPoint(viewer, { contactPointId, code, idempotencyKey }),

    remove: (viewer: Viewer, contactPointId: string, idempotencyKey = newKey()) =>
      service.removeContactPoint(viewer, { contactPointId, idempotencyKey }),

    /** Delivers what is on its way, and reads the code that came last to an address. */
    async codeFor(address: string): Promise<string> {
      await worker.drain();
      const mail = mailbox.mails().find(({ to, text }) => to === address && /\d{8}/.test(text));
      const code = /\d{8}/.exec(mail?.text ?? '')?.[0];
      if (code === undefined) throw new Error(`no code came to ${address}`);
      return code;
    },

    /** A contact point of the viewer's account, added and verified. */
    async verified(viewer: Viewer, address: string): Promise<ContactPointView> {
      const added = await fixture.add(viewer, address);
      if (!added.ok) throw new Error(added.code);
      const result = await fixture.verify(viewer, added.contactPoint.id, await fixture.codeFor(address));
      if (!result.ok) throw new Error(result.code);
      return result.contactPoint;
    },
  };
  return fixture;
}

export type ContactPointsFixture = ReturnType<typeof createContactPointsFixture>;
