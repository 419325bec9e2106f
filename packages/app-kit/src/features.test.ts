import { defineTables } from '@accounts-center/db';
import { eachDialect } from '@accounts-center/db/testing';
import { accountsCenter } from '@accounts-center/schema';
import { bodyHashOf, IDENTITY_HEADER } from '@accounts-center/subgraph-kit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildFeatures } from './build-features.ts';
import type { AppFeature, FeatureParts } from './feature.ts';
import { circle, circleRules, createCircle } from './testing/circle.ts';
import { signUp } from './testing/people.ts';
import { startTestApp, type TestApp } from './testing/test-app.ts';

const greetingTables = defineTables((d) => ({
  greeting: d.table('greeting', { id: d.text('id').primaryKey(), userId: d.text('user_id').notNull() }),
}));

const sdl = 'extend type CircleUser { greetings: Int! }';

/** Keeps what accounts-center tells of, after a job has looked at it, and counts it in the graph. */
const greetings: AppFeature = {
  tables: [greetingTables],
  create: ({ db, outbox, entry }) => {
    const { greeting } = db.tables(greetingTables);
    const countOf = async (userId: string) =>
      (await db.read.select().from(greeting)).filter((row) => row.userId === userId).length;
    return {
      resolvers: { AppUser: { greetings: ({ id }: { readonly id: string }) => countOf(id) } },
      events: {
        'greeting.sent': async (tx, event) => {
          const payload = { id: event.id, userId: event.payload };
          await outbox.enqueue(tx, { type: 'greeting.keep', destination: entry.service, payload });
        },
      },
      jobs: {
        'greeting.keep': async (payload) => {
          await db.write((tx) => tx.insert(greeting).values(payload as typeof greeting.$inferInsert));
          return 'done';
        },
      },
      mount: (server) => void server.get('/greetings', () => ({ kind: 'greeting' })),
    };
  },
};

describe('a feature of one app alone', () => {
  eachDialect((_, __, createUrl) => {
    let app: TestApp;
    beforeAll(async () => {
      const create = (deps: Parameters<typeof createCircle>[2]) =>
        createCircle(circle, circleRules, deps, [greetings], sdl);
      app = await startTestApp(circle, create, await createUrl());
    });
    afterAll(() => app.close());

    const send = async (event: object, issuer = accountsCenter, audience = 'circle/events') => {
      const payload = JSON.stringify({ createdAt: app.clock.now().toISOString(), ...event });
      const identity = await app.sign(issuer, audience, { bodyHash: bodyHashOf(payload) });
      const headers = { 'content-type': 'application/json', [IDENTITY_HEADER]: identity };
      const { statusCode } = await app.service.server.inject({ method: 'POST', url: '/events', headers, payload });
      await app.service.worker.drain();
      return statusCode;
    };
    const shown = async (id: string) =>
      (await app.graph('query ($id: ID!) { user: appUser(id: $id) { greetings } }', { id })).data;

    it('has tables, events, jobs and fields of its own', async () => {
      const id = await signUp(app);
      expect(await shown(id)).toEqual({ user: { greetings: 0 } });
      const event = { id: `evt_${id}`, type: 'greeting.sent', payload: id };
      expect([await send(event), await send(event)]).toEqual([200, 200]);
      expect(await shown(id)).toEqual({ user: { greetings: 1 } });
    });

    it('D1: takes events of accounts-center alone, and of known types alone', async () => {
      const id = await signUp(app);
      const event = { id: `evt_${id}`, type: 'greeting.sent', payload: id };
      expect(await send(event, 'gateway')).toBe(401);
      expect(await send(event, accountsCenter, 'circle/contract')).toBe(401);
      expect(await send({ ...event, type: 'greeting.unheard-of' })).toBe(422);
      expect(await shown(id)).toEqual({ user: { greetings: 0 } });
    });

    it('has routes of its own', async () => {
      const headers = { [IDENTITY_HEADER]: await app.sign('gateway', 'circle') };
      const { body } = await app.service.server.inject({ url: '/greetings', headers });
      expect(JSON.parse(body)).toEqual({ kind: 'greeting' });
    });
  });
});

it('two features can’t resolve one field', () => {
  const feature: AppFeature = { tables: [], create: () => ({ resolvers: { AppUser: { greeting: () => 'Hello' } } }) };
  const parts = { entry: circle, rules: circleRules } as Partial<FeatureParts> as FeatureParts;
  expect(() => buildFeatures([feature, feature], parts)).toThrow('CircleUser.greeting');
});

it('sweeps what each of them has to sweep', async () => {
  const swept: string[] = [];
  const named = (name: string): AppFeature => ({
    tables: [],
    create: () => ({
      sweep: async () => {
        swept.push(name);
      },
    }),
  });
  const parts = { entry: circle, rules: circleRules } as Partial<FeatureParts> as FeatureParts;
  await buildFeatures([named('one'), named('two')], parts).sweep();
  expect(swept).toEqual(['one', 'two']);
});
