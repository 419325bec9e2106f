import { readFile } from 'node:fs/promises';
import { createGraphClient } from '@accounts-center/client';
import { CrossPostDocument, SyncProfileDocument } from '@accounts-center/client/operations';
import { type Account, createPeople } from '@accounts-center/client/people';
import { FeedDocument, ProfileDocument } from '../generated/operations.ts';
import { prepareLink } from '../graph/steps.ts';
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
    const people = createPeople(createGraphClient(url), { password: PASSWORD });
    const signUp = (app: Account['app'], place: number): Promise<Account> =>
      people.signUp(app, `newcomer.${count}.${place}`, { displayName: 'A newcomer' });
    const facebook = await signUp('FACEBOOK', 0);
    const others = [await signUp('INSTAGRAM', 1), await signUp('WHATSAPP', 2)];
    for (const other of others) await wire.send(await prepareLink(people, facebook, other));
    const accountIds = await Promise.all(others.map(async (other) => (await people.signIn(other)).id));
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

async function publish(url: string, wire: Wire, author: Account, targetAccountIds: string[]): Promise<void> {
  const graph = createGraphClient(url, author.accessToken);
  const { id } = await graph.uploadMedia('facebook', new Blob([await readFile(photo)], { type: 'image/jpeg' }));
  const post = { authorId: author.id, text: 'Hello.', audience: 'PUBLIC' as const, mediaIds: [id], targetAccountIds };
  await wire.send(
    prepare(CrossPostDocument, { input: { ...post, idempotencyKey: `bench-post-${id}` } }, author.accessToken),
  );
}
