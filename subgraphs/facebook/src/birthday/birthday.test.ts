import { befriend, refusal, signUp, startApp, type TestApp, tryToChange } from '@accounts-center/app-kit/testing';
import { eachDialect } from '@accounts-center/db/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { app as facebook } from '../app.ts';
import { type Birthday, isBirthday } from './birthday.ts';

const update = `mutation ($input: UpdateFacebookBirthdayInput!) {
  answer: updateFacebookBirthday(input: $input) { user { birthday { month day year } } userErrors { code field } }
}`;

eachDialect((_, __, createUrl) => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startApp(facebook, await createUrl());
  });
  afterAll(() => app.close());

  const set = (accountId: string, birthday: Partial<Birthday> | null, viewerId?: string) =>
    tryToChange(app, update, { accountId, birthday }, viewerId);
  const seenBy = async (id: string, viewerId?: string) => {
    const query = 'query ($id: ID!) { user: facebookUser(id: $id) { birthday { month day year } } }';
    const { data } = await app.graph<{ user: { birthday: Birthday | null } }>(query, { id }, viewerId);
    return data.user.birthday;
  };

  it('tells a birthday to friends and to no one else', async () => {
    const [id, friend, stranger] = [await signUp(app), await signUp(app), await signUp(app)];
    await befriend(app, friend, id);
    const birthday = { month: 2, day: 29, year: null };
    expect(await set(id, birthday)).toEqual({ user: { birthday }, userErrors: [] });
    expect([await seenBy(id, friend), await seenBy(id, id)]).toEqual([birthday, birthday]);
    expect([await seenBy(id, stranger), await seenBy(id)]).toEqual([null, null]);
    expect(await set(id, null)).toEqual({ user: { birthday: null }, userErrors: [] });
    expect(await seenBy(id, friend)).toBeNull();
  });

  it('refuses a day that there is not, and keeps the one before', async () => {
    const id = await signUp(app);
    const birthday = { month: 5, day: 17, year: 1990 };
    await set(id, birthday);
    expect(await set(id, { month: 13, day: 1 })).toEqual(refusal('NO_SUCH_DAY', 'birthday'));
    expect(await seenBy(id, id)).toEqual(birthday);
  });

  it('is changed by its account alone', async () => {
    const [id, other] = [await signUp(app), await signUp(app)];
    expect(await set(id, { month: 1, day: 1 }, other)).toEqual(refusal('ACCOUNT_NOT_FOUND', 'accountId'));
  });
});

it.each([
  [{ month: 2, day: 29, year: null }, true],
  [{ month: 2, day: 29, year: 2024 }, true],
  [{ month: 2, day: 29, year: 2023 }, false],
  [{ month: 4, day: 31, year: null }, false],
  [{ month: 0, day: 1, year: null }, false],
  [{ month: 1, day: 0, year: null }, false],
  [{ month: 1, day: -2_000_000_000, year: 1990 }, false],
  [{ month: 12, day: 31, year: 1899 }, false],
  [{ month: 1, day: 1, year: 1900 }, true],
  [{ month: 11, day: 23, year: 2026 }, true],
  [{ month: 11, day: 24, year: 2026 }, false],
])('%j is a birthday: %s', (birthday, isOne) => {
  expect(isBirthday(birthday, new Date('2026-11-23T10:00:00Z'))).toBe(isOne);
});
