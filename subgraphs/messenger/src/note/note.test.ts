import type { FeatureParts } from '@accounts-center/app-kit';
import { befriend, refusal, signUp, startApp, type TestApp, tryToChange } from '@accounts-center/app-kit/testing';
import { eachDialect } from '@accounts-center/db/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { app as messenger } from '../app.ts';
import { createNotes } from './note.service.ts';
import { noteTables } from './note.table.ts';

const update = `mutation ($input: UpdateMessengerNoteInput!) {
  answer: updateMessengerNote(input: $input) { user { note { text } } userErrors { code field } }
}`;
const HOUR_MS = 60 * 60_000;

eachDialect((_, open, createUrl) => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startApp(messenger, await createUrl());
  });
  afterAll(() => app.close());

  const set = (accountId: string, note: string | null, viewerId?: string) =>
    tryToChange(app, update, { accountId, note }, viewerId);
  const seenBy = async (id: string, viewerId?: string) => {
    const query = 'query ($id: ID!) { user: messengerUser(id: $id) { note { text } } }';
    const { data } = await app.graph<{ user: { note: { text: string } | null } }>(query, { id }, viewerId);
    return data.user.note?.text;
  };

  it('shows a note to friends and to no one else', async () => {
    const [id, friend, stranger] = [await signUp(app), await signUp(app), await signUp(app)];
    await befriend(app, friend, id);
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
    const statements: string[] = [];
    const db = await open({ tables: [noteTables], onStatement: (sql) => void statements.push(sql) });
    const { note } = db.tables(noteTables);
    const at = (text: string) => new Date(`2026-11-23T${text}:00Z`);
    const rowOf = (userId: string, time: string) => ({ userId, text: 'Hello', expiresAt: at(time) });
    await db.write((tx) => tx.insert(note).values([rowOf('old', '10:00'), rowOf('new', '10:01')]));
    const { clock, services } = { clock: { now: () => at('10:00') }, services: {} as FeatureParts['services'] };
    await createNotes({ db, clock, services }).sweep();
    const rows = await db.read.select().from(note);
    expect(rows.map(({ userId }) => userId)).toEqual(['new']);
    // In batches, however many they are.
    expect(statements.filter((sql) => sql.startsWith('delete'))).toEqual([expect.stringContaining(' limit ')]);
  });

  it.each([
    ['x'.repeat(61), 'TOO_LONG'],
    ['One\ntwo', 'NOT_ONE_LINE'],
  ])('refuses %j, and keeps the note before', async (text, code) => {
    const id = await signUp(app);
    await set(id, 'Home');
    expect(await set(id, text)).toEqual(refusal(code, 'note'));
    expect(await seenBy(id, id)).toBe('Home');
  });

  it('is changed by its account alone', async () => {
    const [id, other] = [await signUp(app), await signUp(app)];
    expect(await set(id, 'Mine', other)).toEqual(refusal('ACCOUNT_NOT_FOUND', 'accountId'));
  });
});
