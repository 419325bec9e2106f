import { createTestDatabase } from '@accounts-center/db/testing';
import { readSubgraphSdl } from '@accounts-center/schema';
import { eq } from 'drizzle-orm';
import { Kind, type ObjectTypeDefinitionNode, parse } from 'graphql';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Viewer } from './context.ts';
import { membershipTables } from './membership/membership.table.ts';
import { tables } from './tables.ts';
import { PASSWORD, type Person, startTestCenter, type TestCenter } from './testing/test-center.ts';

/** Mutations that are for people who are signed in to nothing, or end the session at hand. */
const OPEN_MUTATIONS = ['refreshSession', 'signIn', 'signOut', 'signUp'];

const mutations = parse(readSubgraphSdl('accounts-center'))
  .definitions.filter((node): node is ObjectTypeDefinitionNode => node.kind === Kind.OBJECT_TYPE_DEFINITION)
  .filter(({ name }) => name.value === 'Mutation')
  .flatMap(({ fields = [] }) => fields.map(({ name }) => name.value));

interface Answered {
  readonly flow?: { readonly id: string } | null;
  readonly contactPoint?: { readonly id: string } | null;
  readonly userErrors: readonly { readonly code: string }[];
}

describe.each(['sqlite', 'postgres'] as const)('%s', (dialect) => {
  let database: Awaited<ReturnType<typeof createTestDatabase>>;
  let family: TestCenter;
  let [ada, grace, edith]: Person[] = [];
  let keys = 0;
  let inputs: Record<string, object>;

  beforeAll(async () => {
    database = await createTestDatabase(dialect);
    family = await startTestCenter({ url: database.url });
  });
  afterAll(async () => {
    await family[Symbol.asyncDispose]();
    await database.remove();
  });

  const idempotencyKey = () => `key-${String(++keys).padStart(8, '0')}`;

  async function run(name: string, viewer: Viewer | undefined, selection = '', input = inputs[name]) {
    const type = `${name[0]?.toUpperCase()}${name.slice(1)}Input!`;
    const query = `mutation ($input: ${type}) { answer: ${name}(input: $input) { ${selection} userErrors { code } } }`;
    const { data, errors } = await family.graph<{ answer: Answered | null } | undefined>(query, { input }, viewer);
    return { payload: data?.answer, codes: data?.answer?.userErrors.map(({ code }) => code), errors };
  }

  async function provedFlow(by: Person, username: string, app: string): Promise<string> {
    const started = await run('startLink', by.viewer, 'flow { id }', { accountId: by.id });
    const flowId = started.payload?.flow?.id ?? '';
    const proof = { flowId, app, username, password: PASSWORD };
    expect((await run('proveAccountControl', by.viewer, '', proof)).codes).toEqual([]);
    return flowId;
  }

  /** How many rows there are of everything. */
  async function contents(): Promise<number[]> {
    const { db } = family.center;
    if (db === undefined) throw new Error('accounts-center has no database');
    const all = tables.flatMap((definition) => Object.values(definition[dialect]));
    return Promise.all(all.map((table) => db.read.$count(table)));
  }

  beforeEach(async () => {
    const round = keys;
    [ada, grace, edith] = await Promise.all([
      family.person(`ada.${round}`, 'FACEBOOK'),
      family.person(`grace.${round}`, 'MESSENGER'),
      family.person(`edith.${round}`, 'WHATSAPP'),
    ]);
    if (!ada || !grace || !edith) throw new Error('nobody is there');
    const linking = { flowId: await provedFlow(ada, `grace.${round}`, 'MESSENGER'), idempotencyKey: idempotencyKey() };
    expect((await run('linkAccount', ada.viewer, '', linking)).codes).toEqual([]);
    const address = { accountId: ada.id, address: 'ada@example.com', idempotencyKey: idempotencyKey() };
    const added = await run('addContactPoint', ada.viewer, 'contactPoint { id }', address);
    const contactPointId = added.payload?.contactPoint?.id ?? '';
    const flowId = await provedFlow(ada, `edith.${round}`, 'WHATSAPP');
    await family.settle();
    const code = /\d{8}/.exec(family.mailbox.mails()[0]?.text ?? '')?.[0];
    inputs = {
      startLink: { accountId: ada.id },
      proveAccountControl: { flowId, app: 'WHATSAPP', username: `edith.${round}`, password: PASSWORD },
      linkAccount: { flowId, idempotencyKey: idempotencyKey() },
      unlinkAccount: { accountId: grace.id, idempotencyKey: idempotencyKey() },
      addContactPoint: { accountId: ada.id, address: 'new@example.com', idempotencyKey: idempotencyKey() },
      changeContactPoint: { contactPointId, address: 'new@example.com', idempotencyKey: idempotencyKey() },
      resendContactPointCode: { contactPointId, idempotencyKey: idempotencyKey() },
      verifyContactPoint: { contactPointId, code, idempotencyKey: idempotencyKey() },
      removeContactPoint: { contactPointId, idempotencyKey: idempotencyKey() },
      updateProfile: { accountId: ada.id, displayName: 'Augusta', idempotencyKey: idempotencyKey() },
      syncProfile: {
        sourceAccountId: ada.id,
        accountIds: [grace.id],
        fields: ['DISPLAY_NAME'],
        idempotencyKey: idempotencyKey(),
      },
      stopProfileSync: { accountId: ada.id, fields: ['USERNAME'], idempotencyKey: idempotencyKey() },
      setSharing: {
        fromAccountId: ada.id,
        toAccountId: grace.id,
        choice: 'ALWAYS',
        idempotencyKey: idempotencyKey(),
      },
      crossPost: { authorId: ada.id, text: 'Hello.', audience: 'PUBLIC', idempotencyKey: idempotencyKey() },
      retryDeliveries: { postId: `fbp_${'0'.repeat(26)}`, idempotencyKey: idempotencyKey() },
    };
  });

  it('knows an input for every mutation that changes something', () => {
    expect(Object.keys(inputs).sort()).toEqual(mutations.filter((name) => !OPEN_MUTATIONS.includes(name)).sort());
  });

  it('an access token whose session was signed out of changes nothing', async () => {
    await family.graph('mutation { signOut { isSignedOut } }', {}, ada?.viewer);
    const before = await contents();
    for (const name of Object.keys(inputs)) {
      const { errors, payload } = await run(name, ada?.viewer);
      expect([name, payload, errors?.[0]?.extensions.code]).toEqual([name, null, 'UNAUTHENTICATED']);
    }
    expect(await contents()).toEqual(before);
  });

  it('A5: a suspended account changes nothing', async () => {
    const { db } = family.center;
    const { account } = db.tables(membershipTables);
    await db.write((tx) =>
      tx
        .update(account)
        .set({ state: 'SUSPENDED' })
        .where(eq(account.id, ada?.id ?? '')),
    );
    const before = await contents();
    // A proof asks the app anew, and this one knows of no suspension.
    for (const name of Object.keys(inputs).filter((other) => other !== 'proveAccountControl')) {
      const { codes } = await run(name, ada?.viewer);
      expect([name, codes]).toEqual([name, ['ACCOUNT_NOT_ACTIVE']]);
    }
    expect(await contents()).toEqual(before);
  });

  it('F2: over ten minutes after the sign-in, nothing dangerous is done', async () => {
    family.clock.advance(10 * 60_000);
    const dangerous = ['unlinkAccount', 'addContactPoint', 'changeContactPoint', 'removeContactPoint', 'syncProfile'];
    for (const name of dangerous)
      expect([name, (await run(name, ada?.viewer)).codes]).toEqual([name, ['RECENT_AUTHENTICATION_REQUIRED']]);
    const ofAnother = { ...inputs.setSharing, fromAccountId: grace?.id, toAccountId: ada?.id };
    expect((await run('setSharing', ada?.viewer, '', ofAnother)).codes).toEqual(['RECENT_AUTHENTICATION_REQUIRED']);
    expect((await run('updateProfile', ada?.viewer)).codes).toEqual([]);
  });
});
