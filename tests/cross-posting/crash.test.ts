// Case 12: the process dies at any point of a cross-post. After the restart it finishes, or is undone, once; asked for again
// with its key, there is one post and one copy.
import {
  type Account,
  accepted,
  type CrashPoint,
  contractCall,
  startWorld,
  type World,
} from '@accounts-center/test-kit';
import { PublishFacebookPostDocument } from '@accounts-center/test-kit/operations';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

// Within the time in which a post is still sent to its home app.
const PAUSE_MS = 5 * 60_000;

let world: World;
let author: Account;
let target: Account;

beforeAll(async () => {
  world = await startWorld({ accountsCenter: { sharingPace: { answerWaitMs: 15_000 } } });
});
afterAll(() => world.close());

let runs = 0;
beforeEach(async () => {
  runs += 1;
  author = await world.signUp('FACEBOOK', `author.${runs}`);
  target = await world.signUp('INSTAGRAM', `target.${runs}`);
  await world.link(author, target);
});

type Call = CrashPoint['call'];
const to =
  (service: string, call: Call): Call =>
  (request) =>
    request.service === service && call(request);
const toMedia: Call = ({ method, path }) => method === 'GET' && path.startsWith('/media/');
const toEvents: Call = ({ path }) => path === '/events';

async function counts(): Promise<{ posts: number; copies: number }> {
  const [posts, copies] = [await world.postsOf(author), await world.postsOf(target)];
  return { posts: posts.length, copies: copies.length };
}

async function restart(): Promise<void> {
  await world.reopen();
  await world.pass(PAUSE_MS);
  author = await world.signIn(author);
}

describe.each(['before', 'after'] as const)('dead %s', (moment) => {
  const calls: [string, Call, { posts: number; copies: number }][] = [
    ['the check in the target’s app', to('instagram', contractCall('CheckPost')), { posts: 0, copies: 0 }],
    ['the publication at home', to('facebook', contractCall('PublishPost')), { posts: 1, copies: 1 }],
    ['the copy in the target', to('instagram', contractCall('PublishPost')), { posts: 1, copies: 1 }],
    ['the way of the photo from app to app', toMedia, { posts: 1, copies: 1 }],
  ];

  it.each(calls)('%s: there is one of each, or none, and one after asking again', async (_what, call, expected) => {
    const input = { mediaIds: [(await world.upload(author)).id], targetAccountIds: [target.id] };
    const post = { ...input, idempotencyKey: `crash-key-${runs}` };
    const crashed = world.crash({ moment, call });
    await expect(world.crossPost(author, post)).rejects.toThrow();
    await crashed;
    await restart();
    expect(await counts()).toEqual(expected);

    const again = await world.crossPost(author, post);
    expect(again.sharing?.deliveries).toEqual([expect.objectContaining({ state: 'DELIVERED' })]);
    expect(await counts()).toEqual({ posts: 1, copies: 1 });
  });

  it('the event of a post made inside the app: an ALWAYS setting carries it, once', async () => {
    await world.setSharing(author, target, 'ALWAYS');
    const mediaIds = [(await world.upload(author)).id];
    const crashed = world.crash({ moment, call: toEvents });
    const input = { authorId: author.id, mediaIds, audience: 'PUBLIC' as const, idempotencyKey: `in-app-${runs}` };
    // The event leaves when the post is there, so its answer may still arrive.
    const published = author.graph.request(PublishFacebookPostDocument, { input });
    await published.then(({ publishFacebookPost }) => accepted(publishFacebookPost)).catch(() => undefined);
    await crashed;
    await restart();
    expect(await counts()).toEqual({ posts: 1, copies: 1 });
  });
});
