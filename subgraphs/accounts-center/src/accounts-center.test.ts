import { eachDialect } from '@accounts-center/db/testing';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  PASSWORD,
  SIGN_UP,
  type SignUpData,
  signUpInput,
  startTestCenter,
  type TestCenter,
} from './testing/test-center.ts';

eachDialect((_dialect, _open, createUrl) => {
  let family: TestCenter;

  beforeAll(async () => {
    family = await startTestCenter({ url: await createUrl() });
  });
  afterAll(() => family[Symbol.asyncDispose]());

  describe('signing up and in', () => {
    it('gives the viewer an account, alone in its center', async () => {
      const { id, viewer } = await family.person('ada.one');
      const { data } = await family.graph(
        '{ viewer { user { id app linkedAt } accountsCenter { accountLimit accounts { id } } accounts { id } account(app: FACEBOOK) { id } other: account(app: INSTAGRAM) { id } } }',
        {},
        viewer,
      );
      expect(data).toEqual({
        viewer: {
          user: { id, app: 'FACEBOOK', linkedAt: null },
          accountsCenter: { accountLimit: 25, accounts: [{ id }] },
          accounts: [{ id }],
          account: { id },
          other: null,
        },
      });
    });

    it.each([
      ['taken', 'USERNAME_TAKEN', /has this username/],
      ['ab', 'USERNAME_NOT_ACCEPTED', /too short/],
      ['admin', 'USERNAME_NOT_ACCEPTED', /keeps for itself/],
      ['sp ace', 'USERNAME_NOT_ACCEPTED', /does not allow/],
      ['раураl', 'USERNAME_NOT_ACCEPTED', /looks like/],
      ['x'.repeat(1000), 'USERNAME_NOT_ACCEPTED', /username/],
    ])('refuses the username %s by name', async (username, code, message) => {
      if (username === 'taken') await family.person('taken', 'WHATSAPP');
      const { data } = await family.graph<SignUpData>(SIGN_UP, { input: signUpInput(username, 'WHATSAPP') });
      expect(data.signUp.session).toBeNull();
      expect(data.signUp.userErrors).toMatchObject([
        { code, message: expect.stringMatching(message), field: ['input', 'username'] },
      ]);
    });

    it('D2: with the app down says so; the others go on', async () => {
      family.connect('messenger', false);
      const input = signUpInput('ada.down', 'MESSENGER');
      const down = await family.graph<SignUpData>(SIGN_UP, { input });
      expect(down.data.signUp.userErrors).toMatchObject([{ code: 'APP_UNAVAILABLE' }]);
      await family.person('ada.up', 'INSTAGRAM');
      family.connect('messenger', true);
      expect((await family.graph<SignUpData>(SIGN_UP, { input })).data.signUp.session).not.toBeNull();
    });

    it('refreshes a session, and ends it', async () => {
      const { refreshToken: first, viewer } = await family.person('ada.two');
      const refresh =
        'mutation ($input: RefreshSessionInput!) { refreshSession(input: $input) { session { refreshToken } userErrors { code } } }';
      const { data } = await family.graph<{ refreshSession: { session: { refreshToken: string } } }>(refresh, {
        input: { refreshToken: first },
      });
      const { refreshToken } = data.refreshSession.session;
      expect(await family.graph('mutation { signOut { isSignedOut } }', {}, viewer)).toEqual({
        data: { signOut: { isSignedOut: true } },
      });
      expect(await family.graph(refresh, { input: { refreshToken } })).toEqual({
        data: { refreshSession: { session: null, userErrors: [{ code: 'SESSION_ENDED' }] } },
      });
    });

    it('without a viewer there is none, and nothing to sign out of', async () => {
      expect(await family.graph('{ viewer { user { id } } }')).toEqual({ data: { viewer: null } });
      expect(await family.graph('mutation { signOut { isSignedOut } }')).toEqual({
        data: { signOut: { isSignedOut: true } },
      });
    });

    it('what needs a viewer says UNAUTHENTICATED without one', async () => {
      const { errors } = await family.graph(
        'mutation { removeContactPoint(input: { contactPointId: "x", idempotencyKey: "remove-0001" }) { removedContactPointId } }',
      );
      expect(errors).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }]);
    });
  });

  describe('contact points', () => {
    const POINT = 'contactPoint { id address isVerified heldUntil pendingAddress } userErrors { code field }';

    it('are added and verified through the graph, and shown to their owner', async () => {
      const { id, viewer } = await family.person('ada.seven');
      const input = { accountId: id, address: 'ada.seven@example.org', idempotencyKey: 'add-0001' };
      const added = await family.graph<{ addContactPoint: { contactPoint: { id: string } } }>(
        `mutation ($input: AddContactPointInput!) { addContactPoint(input: $input) { ${POINT} } }`,
        { input },
        viewer,
      );
      const contactPointId = added.data.addContactPoint.contactPoint.id;
      await family.settle();
      const identity = await family.sign('gateway', 'accounts-center');
      const { body } = await family.call('GET', '/mailbox', identity);
      const { mails } = body as { mails: { to: string; text: string }[] };
      expect(mails[0]).toMatchObject({ to: 'ada.seven@example.org' });
      const code = /\d{8}/.exec(mails[0]?.text ?? '')?.[0];
      const verified = await family.graph(
        `mutation ($input: VerifyContactPointInput!) { verifyContactPoint(input: $input) { ${POINT} } }`,
        { input: { contactPointId, code, idempotencyKey: 'verify-0001' } },
        viewer,
      );
      const heldUntil = '2026-11-26T10:00:00.000Z';
      const contactPoint = {
        id: contactPointId,
        address: 'ada.seven@example.org',
        isVerified: true,
        heldUntil,
        pendingAddress: null,
      };
      expect(verified).toEqual({ data: { verifyContactPoint: { contactPoint, userErrors: [] } } });
      expect(await family.graph('{ viewer { user { contactPoints { address } } } }', {}, viewer)).toEqual({
        data: { viewer: { user: { contactPoints: [{ address: 'ada.seven@example.org' }] } } },
      });
    });

    it('L3: of one address in two accounts link nothing', async () => {
      const [ada, eve] = [await family.person('ada.eight'), await family.person('eve.eight', 'INSTAGRAM')];
      for (const { id, viewer } of [ada, eve]) {
        const input = { accountId: id, address: 'both@example.org', idempotencyKey: 'add-0002' };
        await family.graph(
          `mutation ($input: AddContactPointInput!) { addContactPoint(input: $input) { ${POINT} } }`,
          { input },
          viewer,
        );
      }
      for (const { id, viewer } of [ada, eve]) {
        expect(await family.graph('{ viewer { accounts { id } } }', {}, viewer)).toEqual({
          data: { viewer: { accounts: [{ id }] } },
        });
      }
    });
  });

  it('neither addresses nor codes, passwords or tokens are in the log', async () => {
    const { accessToken, refreshToken } = await family.person('ada.nine');
    const log = family.logged.join('\n');
    expect(log).toContain('"msg":"request"');
    const secrets = [PASSWORD, accessToken, refreshToken, ...family.mailbox.mails().map(({ to }) => to)];
    const codes = family.mailbox.mails().flatMap(({ text }) => text.match(/\d{8}/g) ?? []);
    expect(codes.length).toBeGreaterThan(0);
    for (const secret of [...secrets, ...codes, '192.0.2.1']) expect(log).not.toContain(secret);
  });
});
