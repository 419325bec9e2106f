import { newUsername, refusal, signUp, startApp, type TestApp, tryToChange } from '@accounts-center/app-kit/testing';
import { eachDialect } from '@accounts-center/db/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { app as instagram } from '../app.ts';

const update = `mutation ($input: UpdateInstagramWebsiteInput!) {
  answer: updateInstagramWebsite(input: $input) { user { website } userErrors { code field } }
}`;

eachDialect((_, __, createUrl) => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startApp(instagram, await createUrl());
  });
  afterAll(() => app.close());

  const set = (accountId: string, website: string | null, viewerId?: string) =>
    tryToChange(app, update, { accountId, website }, viewerId);

  it('shows an account’s website to everybody, another one after a change, and none when it is taken away', async () => {
    const username = newUsername();
    const id = await signUp(app, username);
    const shown = async () => {
      const query = 'query ($username: String!) { user: instagramUserByUsername(username: $username) { website } }';
      return (await app.graph(query, { username })).data;
    };
    expect(await shown()).toEqual({ user: { website: null } });
    for (const website of ['https://one.example/', 'https://two.example/', null]) {
      expect(await set(id, website)).toEqual({ user: { website }, userErrors: [] });
      expect(await shown()).toEqual({ user: { website } });
    }
  });

  it('refuses what is none, and keeps the one before', async () => {
    const id = await signUp(app);
    await set(id, 'https://one.example/');
    expect(await set(id, 'javascript:alert(1)')).toEqual(refusal('NOT_A_WEBSITE', 'website'));
    const { data } = await app.graph('query ($id: ID!) { user: instagramUser(id: $id) { website } }', { id });
    expect(data).toEqual({ user: { website: 'https://one.example/' } });
  });

  it('is changed by its account alone', async () => {
    const [id, other] = [await signUp(app), await signUp(app)];
    expect(await set(id, 'https://one.example/', other)).toEqual(refusal('ACCOUNT_NOT_FOUND', 'accountId'));
  });

  it('loads a page of them with one statement', async () => {
    const ids = [await signUp(app), await signUp(app), await signUp(app)];
    for (const id of ids) await set(id, `https://${id.slice(4)}.example/`);
    app.statements.length = 0;
    const fields = ids.map((id, index) => `u${index}: instagramUser(id: "${id}") { website }`);
    const { data } = await app.graph(`{ ${fields.join(' ')} }`);
    expect(Object.values(data as object)).toEqual(ids.map((id) => ({ website: `https://${id.slice(4)}.example/` })));
    expect(app.statements.filter((sql) => sql.includes('website'))).toHaveLength(1);
  });
});
