import { readFile } from 'node:fs/promises';
import { createGraphClient } from '@accounts-center/client';
import {
  CrossPostDocument,
  type SignInInput,
  SignUpDocument,
  type SignUpMutation,
  SyncProfileDocument,
} from '@accounts-center/client/operations';
import { FeedDocument, ProfileDocument } from '../generated/operations.ts';
import { prepareLink, type SignedIn, signIn } from '../graph/steps.ts';
import { createWire, prepare, type Wire } from '../graph/wire.ts';

const photo = new URL('../../../examples/main-job/photos/mountains.jpg', import.meta.url);
const PASSWORD = 'a password for a benchmark';

/**
 * Does the main job once, as somebody new: links three accounts, publishes a photo with two copies, syncs a username, reads
 * the profile and the home feed.
 * @param count tells one such person from the next
 */
export async function useConstellation(url: string, count: number): Promise<void> {
  const wire = createWire(url, 1);
  try {
    const [facebook, ...others] = await signUpEverywhere(wire, count);
    for (const other of others) await wire.send(await prepareLink(wire, facebook, other));
    const accountIds = await Promise.all(others.map(async (other) => (await signIn(wire, other)).id));
    await publish(url, wire, facebook, accountIds);
    const sync = {
      sourceAccountId: facebook.id,
      accountIds,
      fields: ['USERNAME' as const],
      idempotencyKey: `bench-sync-${count}`,
    };
    await wire.send(prepare(SyncProfileDocument, { input: sync }, facebook.accessToken));
    await wire.send(prepare(ProfileDocument, {}, facebook.accessToken));
    await wire.send(prepare(FeedDocument, {}, facebook.accessToken));
  } finally {
    await wire.close();
  }
}

async function signUpEverywhere(wire: Wire, count: number): Promise<[SignedIn, SignInInput, SignInInput]> {
  const accounts = (['FACEBOOK', 'INSTAGRAM', 'WHATSAPP'] as const).map((app, place) => {
    return { app, username: `newcomer.${count}.${place}`, password: PASSWORD };
  });
  const [facebook, instagram, whatsApp] = accounts;
  if (!facebook || !instagram || !whatsApp) throw new Error('There are three.');
  const signedUp: SignUpMutation[] = [];
  for (const account of accounts) {
    const input = { ...account, displayName: 'A newcomer', idempotencyKey: `bench-sign-up-${account.username}` };
    signedUp.push((await wire.send(prepare(SignUpDocument, { input }))) as SignUpMutation);
  }
  const session = signedUp[0]?.signUp?.session;
  if (!session?.user) throw new Error('The newcomer could not sign up.');
  return [{ id: session.user.id, accessToken: session.accessToken }, instagram, whatsApp];
}

async function publish(url: string, wire: Wire, author: SignedIn, targetAccountIds: string[]): Promise<void> {
  const graph = createGraphClient(url, author.accessToken);
  const { id } = await graph.uploadMedia('facebook', new Blob([await readFile(photo)], { type: 'image/jpeg' }));
  const post = { authorId: author.id, text: 'Hello.', audience: 'PUBLIC' as const, mediaIds: [id], targetAccountIds };
  await wire.send(
    prepare(CrossPostDocument, { input: { ...post, idempotencyKey: `bench-post-${id}` } }, author.accessToken),
  );
}
