import { runMainJob } from '@accounts-center/example-main-job';
import { PASSWORD, startWorld } from '@accounts-center/test-kit';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';

const constellations = [
  { transport: 'local', dialect: 'sqlite' },
  { transport: 'http', dialect: 'sqlite' },
  { transport: 'http', dialect: 'postgres' },
  { transport: 'local', dialect: 'sqlite', gateway: { engine: 'stock', development: true } },
] as const;

describe.each(constellations)(
  'the main job over $transport on $dialect, gateway $gateway',
  { timeout: 60_000 },
  (options) => {
    it('signs up, links, syncs, publishes once for both apps, reads everything back in one query and unlinks', async () => {
      await using world = await startWorld(options);
      const steps: string[] = [];
      const outcome = await runMainJob({
        client: world.graph,
        run: 'r1',
        password: PASSWORD,
        tell: (step) => steps.push(step),
      });

      const [facebook, instagram] = outcome.accounts;
      expect(outcome.accounts.map(({ app, username }) => ({ app, username }))).toEqual([
        { app: 'FACEBOOK', username: 'ada.r1' },
        { app: 'INSTAGRAM', username: 'ada.r1' },
      ]);
      expect(facebook?.linkedAt).not.toBeNull();
      expect(postsOf(facebook)).toEqual([
        expect.objectContaining({
          text: 'Mountains at dusk.',
          isCopy: false,
          sharing: expect.objectContaining({ state: 'SHARED' }),
        }),
      ]);
      expect(postsOf(instagram)).toEqual([
        expect.objectContaining({ text: 'Mountains at dusk.', isCopy: true, sharing: null }),
      ]);
      expect(postsOf(instagram)[0]?.media).toEqual([expect.objectContaining({ width: 1200, height: 1500 })]);
      expect(outcome.stoppedSyncFields).toEqual(['USERNAME', 'PHOTO']);
      expect(steps).toHaveLength(7);
      await expectPicture(postsOf(instagram)[0]?.media[0]?.url, 1080);
      await expectPicture(instagram?.photo?.url, 256);
    });
  },
);

type Accounts = Awaited<ReturnType<typeof runMainJob>>['accounts'];

function postsOf(account: Accounts[number] | undefined) {
  if (account === undefined || !('posts' in account)) throw new Error('The account has no posts.');
  return account.posts.nodes;
}

async function expectPicture(url: string | undefined, longerEdge: number): Promise<void> {
  const answer = await fetch(url ?? 'missing:');
  expect(answer.status).toBe(200);
  expect(answer.headers.get('content-type')).toBe('image/webp');
  const { width, height, exif, orientation } = await sharp(Buffer.from(await answer.arrayBuffer())).metadata();
  expect(Math.max(width, height)).toBe(longerEdge);
  expect({ exif, orientation }).toEqual({ exif: undefined, orientation: undefined });
}
