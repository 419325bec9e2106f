import { refusal, signUp, startApp, type TestApp, tryToChange } from '@accounts-center/app-kit/testing';
import { eachDialect } from '@accounts-center/db/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { app as whatsapp } from '../app.ts';

const update = `mutation ($input: UpdateWhatsAppAboutInput!) {
  answer: updateWhatsAppAbout(input: $input) { user { about } userErrors { code field } }
}`;

eachDialect((_, __, createUrl) => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startApp(whatsapp, await createUrl());
  });
  afterAll(() => app.close());

  const set = (accountId: string, about: string | null, viewerId?: string) =>
    tryToChange(app, update, { accountId, about }, viewerId);
  const shown = async (id: string) => {
    const { data } = await app.graph('query ($id: ID!) { user: whatsAppUser(id: $id) { about } }', { id });
    return data;
  };

  it.each([
    ['At the movies', 'At the movies'],
    ['  Sleeping 😴 ', 'Sleeping 😴'],
    ['e\u0301'.repeat(139), 'e\u0301'.repeat(139)],
    [' ', null],
    [null, null],
  ])('of %j it shows %j, to everybody', async (text, about) => {
    const id = await signUp(app);
    await set(id, 'Available');
    expect(await set(id, text)).toEqual({ user: { about }, userErrors: [] });
    expect(await shown(id)).toEqual({ user: { about } });
  });

  it.each([
    ['x'.repeat(140), 'TOO_LONG'],
    ['One\ntwo', 'NOT_ONE_LINE'],
    ['One\u2028two', 'NOT_ONE_LINE'],
  ])('refuses %j, and keeps the line before', async (text, code) => {
    const id = await signUp(app);
    await set(id, 'Available');
    expect(await set(id, text)).toEqual(refusal(code, 'about'));
    expect(await shown(id)).toEqual({ user: { about: 'Available' } });
  });

  it('is changed by its account alone', async () => {
    const [id, other] = [await signUp(app), await signUp(app)];
    expect(await set(id, 'Busy', other)).toEqual(refusal('ACCOUNT_NOT_FOUND', 'accountId'));
  });
});
