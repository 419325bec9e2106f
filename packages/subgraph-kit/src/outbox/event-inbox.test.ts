import { type Database, defineTables } from '@accounts-center/db';
import { eachDialect } from '@accounts-center/db/testing';
import type { FastifyInstance } from 'fastify';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type MovableClock, movableClock } from '../clock.ts';
import { bodyHashOf } from '../identity/body-hash.ts';
import { IDENTITY_HEADER } from '../identity/identity.ts';
import { createIdentitySigner } from '../identity/identity-signer.ts';
import { createIdentityVerifier } from '../identity/identity-verifier.ts';
import { generateKeyring } from '../identity/keyring.ts';
import { createIds } from '../ids.ts';
import { silentLogger } from '../logger.ts';
import { createServiceServer } from '../server.ts';
import { type LocalTransport, localTransport } from '../service-client/local-transport.ts';
import { createServiceClient, type ServiceTransport } from '../service-client/service-client.ts';
import { createEventInbox, type EventInbox } from './event-inbox.ts';
import { createEventPush, type EventPush } from './event-push.ts';
import { inboxTables } from './inbox.table.ts';
import { onEvent } from './incoming-event.ts';
import { createOutbox } from './outbox.store.ts';
import { outboxTables } from './outbox.table.ts';
import { createOutboxWorker } from './outbox.worker.ts';

/** A wait after a failure may be none at all, which would have one drain try an event twice. */
const sending = { log: silentLogger, service: 'facebook', handlers: {}, random: () => 0.5 };
const effectTables = defineTables((d) => ({ effect: d.table('effect', { n: d.text('n').notNull() }) }));
const keyring = generateKeyring([
  'facebook>accounts-center/events',
  'instagram>accounts-center/events',
  'gateway>accounts-center',
]);

eachDialect((_dialect, openDatabase) => {
  let clock: MovableClock;
  let db: Database;
  let inbox: EventInbox;
  let server: FastifyInstance;
  let transport: LocalTransport;
  let isFailing: boolean;
  let handledCount: number;

  beforeAll(async () => {
    db = await openDatabase({ tables: [inboxTables, effectTables, outboxTables] });
  });
  beforeEach(async () => {
    await db.write(async (tx) => {
      await tx.delete(db.tables(inboxTables).inboxEvent);
      await tx.delete(db.tables(effectTables).effect);
    });
    clock = movableClock(new Date('2026-11-23T10:00:00Z'));
    isFailing = false;
    handledCount = 0;
    inbox = createEventInbox({
      db,
      clock,
      onHandled: () => void (handledCount += 1),
      handlers: {
        postPublished: onEvent(z.string(), async (tx, payload, { source }) => {
          await tx.insert(db.tables(effectTables).effect).values({ n: `${source}:${payload}` });
          if (isFailing) throw new Error('broken handler');
        }),
      },
    });
    const verifierOf = (audience: string, allowedIssuers: string[]) =>
      createIdentityVerifier({ audience, keyring, allowedIssuers, clock });
    server = createServiceServer({
      name: 'accounts-center',
      log: silentLogger,
      verifier: verifierOf('accounts-center', ['gateway']),
    });
    inbox.mount(server, verifierOf('accounts-center/events', ['facebook', 'instagram']));
    transport = localTransport();
    transport.register('accounts-center', server);
  });
  afterEach(() => server.close());

  const effects = async () => (await db.read.select().from(db.tables(effectTables).effect)).map(({ n }) => n);
  const pushAs = (issuer: string, via: ServiceTransport = transport): EventPush =>
    createEventPush({ client: createServiceClient(via), signer: createIdentitySigner({ issuer, keyring, clock }) });
  const event = (id: string, type = 'postPublished') => ({
    id,
    destination: 'accounts-center',
    type,
    payload: id,
    createdAt: clock.now(),
  });

  describe('the inbox', () => {
    it('applies an event once, however often and however parallel it comes', async () => {
      await Promise.all([1, 2, 3, 4].map(() => pushAs('facebook').push(event('msg_1'))));
      await pushAs('facebook').push(event('msg_1'));
      await pushAs('facebook').push(event('msg_2'));
      expect(await effects()).toEqual(['facebook:msg_1', 'facebook:msg_2']);
      expect(handledCount).toBe(2);
    });

    it('takes an event for what it is, whichever event of another service has the same id', async () => {
      await pushAs('facebook').push(event('msg_1'));
      await pushAs('instagram').push(event('msg_1'));
      await pushAs('instagram').push(event('msg_1'));
      expect(await effects()).toEqual(['facebook:msg_1', 'instagram:msg_1']);
    });

    it('tells who sent it, by the identity and not by the body', async () => {
      await pushAs('instagram').push({ ...event('msg_1'), source: 'facebook' } as ReturnType<typeof event>);
      expect(await effects()).toEqual(['instagram:msg_1']);
    });

    it('forgets an event whose handler failed, so that it can come again', async () => {
      isFailing = true;
      await expect(pushAs('facebook').push(event('msg_1'))).rejects.toThrow('status 500');
      expect(await effects()).toEqual([]);
      isFailing = false;
      await pushAs('facebook').push(event('msg_1'));
      expect(await effects()).toEqual(['facebook:msg_1']);
    });

    it('leaves types that it does not know to the sender', async () => {
      for (const type of ['unheardOf', 'toString'])
        await expect(pushAs('facebook').push(event('msg_1', type))).rejects.toThrow('status 422 (UNKNOWN_EVENT)');
    });

    const post = (payload: string, identity: string | undefined) => {
      const headers = { 'content-type': 'application/json', ...(identity && { [IDENTITY_HEADER]: identity }) };
      return server.inject({ method: 'POST', url: '/events', headers, payload });
    };
    const sign = (issuer: string, audience: string, body?: string) => {
      const claims = body === undefined ? {} : { bodyHash: bodyHashOf(body) };
      return createIdentitySigner({ issuer, keyring, clock }).for(audience, claims);
    };

    it('D1: refuses callers without the identity for it, and an identity that was signed for another body', async () => {
      const [body, other] = [JSON.stringify(event('msg_1')), JSON.stringify(event('msg_2'))];
      const identities = [
        undefined,
        await sign('gateway', 'accounts-center', body),
        await sign('facebook', 'accounts-center/events'),
        await sign('facebook', 'accounts-center/events', other),
      ];
      for (const identity of identities) expect((await post(body, identity)).statusCode).toBe(401);
      expect(await effects()).toEqual([]);
      const own = await sign('facebook', 'accounts-center/events', body);
      expect((await post(body, own)).json()).toEqual({ result: 'handled' });
      expect((await post(body.replace('msg_1', 'msg_3'), own)).statusCode).toBe(401);
      expect((await post(body, own)).json()).toEqual({ result: 'duplicate' });
    });

    it.each([
      ['no JSON', '{'],
      ['nothing', ''],
      ['null', 'null'],
      ['no id', { id: undefined }],
      ['an id of another type', { id: 1 }],
      ['an id that is too long', { id: 'x'.repeat(129) }],
      ['an id that no database keeps', { id: 'msg_\0' }],
      ['no payload', { payload: undefined }],
      ['the payload of another type of event', { payload: { postId: 1 } }],
      ['a payload that no database keeps', { payload: 'a\ud800' }],
      ['a time that is a number', { createdAt: 1_795_428_000_000 }],
      ['a day', { createdAt: '2026-11-23' }],
      ['a time without a zone', { createdAt: '2026-11-23T10:00:00.000' }],
      ['a time in a zone', { createdAt: '2026-11-23T10:00:00.000+01:00' }],
      ['a day that there is not', { createdAt: '2026-02-30T10:00:00.000Z' }],
      ['a time in words', { createdAt: 'Mon, 23 Nov 2026 10:00:00 GMT' }],
    ])('refuses what is no event, and has written nothing: %s', async (_, change) => {
      const body = typeof change === 'string' ? change : JSON.stringify({ ...event('msg_1'), ...change });
      const answer = await post(body, await sign('facebook', 'accounts-center/events', body));
      expect([answer.statusCode, answer.json()]).toEqual([
        422,
        {
          errors: [
            { message: expect.any(String), extensions: { code: 'MALFORMED_EVENT', requestId: expect.any(String) } },
          ],
        },
      ]);
      expect(await effects()).toEqual([]);
      expect(await db.read.$count(db.tables(inboxTables).inboxEvent)).toBe(0);
      expect(handledCount).toBe(0);
    });

    it('remembers for 90 days', async () => {
      await pushAs('facebook').push(event('msg_1'));
      clock.advance(89 * 24 * 3_600_000);
      await inbox.sweep();
      expect(await db.read.$count(db.tables(inboxTables).inboxEvent)).toBe(1);
      clock.advance(24 * 3_600_000);
      await inbox.sweep();
      expect(await db.read.$count(db.tables(inboxTables).inboxEvent)).toBe(0);
    });
  });

  it('an event that is refused is parked by its sender after too many failures, and says why', async () => {
    const ids = createIds({ clock });
    const outbox = createOutbox({ db, clock, ids });
    const parts = { ...sending, db, clock, ids, push: pushAs('facebook') };
    await using worker = createOutboxWorker({ ...parts, maxFailures: 3 });
    const entry = { type: 'postPublished', destination: 'accounts-center', payload: { postId: 1 } };
    await db.write((tx) => outbox.enqueue(tx, entry));
    for (const drained of [1, 1, 1, 0]) {
      expect(await worker.drain()).toBe(drained);
      clock.advance(60_000);
    }
    const lastError = 'Error: The service accounts-center refused the event with status 422 (MALFORMED_EVENT).';
    expect(await outbox.parked()).toMatchObject([{ attempts: 3, lastError }]);
    await db.write((tx) => tx.delete(db.tables(outboxTables).outbox));
  });

  it('case 12: an event survives an unreachable sister and a lost answer, and takes effect once', async () => {
    let failure: 'before' | 'after' | undefined = 'before';
    const unreliable: ServiceTransport = {
      ...transport,
      send: async (request, deadline) => {
        if (failure === 'before') throw new Error('unreachable');
        const answer = await transport.send(request, deadline);
        if (failure === 'after') throw new Error('lost');
        return answer;
      },
    };
    const ids = createIds({ clock });
    const outbox = createOutbox({ db, clock, ids });
    const push = pushAs('facebook', unreliable);
    const worker = createOutboxWorker({ ...sending, db, clock, ids, push });
    await db.write((tx) =>
      outbox.enqueue(tx, { type: 'postPublished', destination: 'accounts-center', payload: 'fbp_1' }),
    );

    for (failure of ['before', 'after', undefined] as const) {
      clock.advance(60_000);
      expect(await worker.drain()).toBe(1);
    }
    expect(await effects()).toEqual(['facebook:fbp_1']);
    expect(await db.read.$count(db.tables(outboxTables).outbox)).toBe(0);
    await worker.stop();
  });
});
