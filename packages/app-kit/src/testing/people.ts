import { randomUUID } from 'node:crypto';
import { mediaTables } from '../media/media.table.ts';
import type { MediaShape } from '../media/media.ts';
import { ask } from './contract-operations.ts';
import type { TestApp } from './test-app.ts';

/** A fresh idempotency key. */
export function newKey(): string {
  return randomUUID();
}

/** A username that nobody has and every app takes. */
export function newUsername(): string {
  return Array.from(
    randomUUID().replaceAll('-', '').slice(0, 18),
    (digit) => 'ghijklmnopqrstuv'[Number.parseInt(digit, 16)],
  ).join('');
}

/** Makes an account and returns its id. */
export async function signUp(app: TestApp, username = newUsername()): Promise<string> {
  const id = app.newId('u');
  const answer = await ask(app, 'createAccount', { key: newKey(), input: { id, username, displayName: 'Somebody' } });
  if (answer.account === null) throw new Error(`${username}: ${JSON.stringify(answer.refusals)}`);
  return id;
}

/** Turns an account private, or public. */
export async function setPrivate(app: TestApp, accountId: string, isPrivate: boolean): Promise<void> {
  await app.graph(
    'mutation ($input: UpdateAppAccountInput!) { updateAppAccount(input: $input) { userErrors { code } } }',
    { input: { accountId, isPrivate } },
    accountId,
  );
}

/** Has one account follow another. */
export async function follow(app: TestApp, accountId: string, userId: string): Promise<void> {
  const mutation = 'mutation ($input: FollowAppUserInput!) { followAppUser(input: $input) { userErrors { code } } }';
  await app.graph(mutation, { input: { accountId, userId } }, accountId);
}

/** Makes friends of two accounts, in an app with friends: each asks the other. */
export async function befriend(app: TestApp, accountId: string, userId: string): Promise<void> {
  const mutation = 'mutation ($input: AddAppFriendInput!) { addAppFriend(input: $input) { userErrors { code } } }';
  await app.graph(mutation, { input: { accountId, userId } }, accountId);
  await app.graph(mutation, { input: { accountId: userId, userId: accountId } }, userId);
}

const photo: MediaShape = { kind: 'PHOTO', width: 1_000, height: 1_000, durationMs: null };

/** Puts a file of an account there, as if it had uploaded it, and returns its id. */
export async function upload(
  app: TestApp,
  ownerId: string,
  shape: Partial<MediaShape> = {},
  id = app.newId('m'),
): Promise<string> {
  const { db } = app.service;
  const { media } = db.tables(mediaTables);
  const what = { ...photo, ...shape };
  const state = { state: 'COMPLETE', access: 'RESTRICTED', importKey: null, altText: null } as const;
  const bytes = {
    mainFile: what.kind === 'PHOTO' ? 'original.jpg' : 'video.mp4',
    sizeBytes: 1_000,
    contentHash: id,
  } as const;
  await db.write((tx) =>
    tx.insert(media).values({ id, ownerId, ...what, ...bytes, ...state, createdAt: app.clock.now() }),
  );
  return id;
}
