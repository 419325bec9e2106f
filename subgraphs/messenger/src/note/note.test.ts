import { createAppService, type FeatureParts } from '@accounts-center/app-kit';
import { signUp, startTestApp, type TestApp } from '@accounts-center/app-kit/testing';
import { eachDialect } from '@accounts-center/db/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { app as messenger } from '../app.ts';
import { createNotes } from './note.service.ts';
import { createNoteStore } from './note.store.ts';
import { noteTables } from './note.table.ts';

const update = `mutation ($input: UpdateMessengerNoteInput!) {
  answer: updateMessengerNote(input: $input) { user { note { text } } userErrors { code field } }
}`;
const HOUR_MS = 60 * 60_000;

eachDialect((_, open, createUrl) => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startTestApp(messenger.entry, (deps) => createAppService(messenger, deps), await createUrl());
  });
  afterAll(() => app.close());

  const set = async (accountId: string, note: string | null, viewerId = accountId) => {
    const { data } = await app.graph<{ answer: object }>(update, { input: { accountId, note } }, viewerId);
    return data.answer;
  };
  const seenBy = async (id: string, viewerId?: string) => {
    const query = 'query ($id: ID!) { user: messengerUser(id: $id) { note { text } } }';
    const { data } = await app.graph<{ user: { note: { text: string } | null } }>(query, { id }, viewerId);
    return data.user.note?.text;
  };
  const befriend = async (accountId: string, userId: string) => {
    const ask = 'mutation ($i: AddMessengerFriendInput!) { addMessengerFriend(input: $i) { userErrors { code } } }';
    for (const [from, to] of [
      [accountId, userId],
      [userId, accountId],
    ] as const)
      await app.graph(ask, { i: { accountId: from, userId: to } }, from);
  };

  it('shows a note to friends and to no one else', async () => {
    const [id, friend, stranger] = [await signUp(app), await signUp(app), await signUp(app)];
    await befriend(friend, id);
    expect(await set(id, '  Out for a walk ')).toEqual({ user: { note: { text: 'Out for a walk' } }, userErrors: [] });
    expect([await seenBy(id, friend), await seenBy(id, id)]).toEqual(['Out for a walk', 'Out for a walk']);
    expect([await seenBy(id, stranger), await seenBy(id)]).toEqual([undefined, undefined]);
    expect(await set(id, null)).toEqual({ user: { note: null }, userErrors: [] });
    expect(await seenBy(id, friend)).toBeUndefined();
  });

  it.each([
    ['\u200b\u3164\u2060', undefined],
    ['Left\u202eright', 'Leftright'],
  ])('shows nothing invisible: of %j %j', async (text, shown) => {
    const id = await signUp(app);
    await set(id, text);
    expect(await seenBy(id, id)).toBe(shown);
  });

  it('shows a note for 24 hours from its last change', async () => {
    const id = await signUp(app);
    await set(id, 'One');
    app.clock.advance(23 * HOUR_MS);
    expect(await seenBy(id, id)).toBe('One');
    await set(id, 'Two');
    app.clock.advance(24 * HOUR_MS - 1);
    expect(await seenBy(id, id)).toBe('Two');
    app.clock.advance(1);
    expect(await seenBy(id, id)).toBeUndefined();
  });

  it('keeps no note that has expired', async () => {
    const db = await open({ tables: [noteTables] });
    const store = createNoteStore(db);
    const at = (text: string) => new Date(`2026-11-23T${text}:00Z`);
    await db.write(async (tx) => {
      await store.put(tx, 'old', { text: 'One', expiresAt: at('10:00') });
      await store.put(tx, 'new', { text: 'Two', expiresAt: at('10:01') });
    });
    const { clock, services } = { clock: { now: () => at('10:00') }, services: {} as FeatureParts['services'] };
    await createNotes({ db, clock, services }).sweep();
    const rows = await db.read.select().from(db.tables(noteTables).note);
    expect(rows.map(({ userId }) => userId)).toEqual(['new']);
  });

  it.each([
    ['x'.repeat(61), 'TOO_LONG'],
    ['One\ntwo', 'NOT_ONE_LINE'],
  ])('refuses %j, and keeps the note before', async (text, code) => {
    const id = await signUp(app);
    await set(id, 'Home');
    expect(await set(id, text)).toEqual({ user: null, userErrors: [{ code, field: ['input', 'note'] }] });
    expect(await seenBy(id, id)).toBe('Home');
  });

  it('is changed by its account alone', async () => {
    const [id, other] = [await signUp(app), await signUp(app)];
    const refused = { user: null, userErrors: [{ code: 'ACCOUNT_NOT_FOUND', field: ['input', 'accountId'] }] };
    expect(await set(id, 'Mine', other)).toEqual(refused);
  });
});
