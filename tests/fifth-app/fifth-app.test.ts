// D4: a fifth app joins by an entry in the registry, its rules and what is generated from them. Not a line of the other
// services knows it.
import { createAppService } from '@accounts-center/app-kit';
import { describeAppContract } from '@accounts-center/app-kit/conformance';
import { type Account, type App, smallPhoto, startWorld, type World } from '@accounts-center/test-kit';
import { parse } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { prepareFamilyOfFive } from './family-of-five.ts';

// The types of clients are generated for the four.
const POSTCARDS = 'POSTCARDS' as App;
const { family, postcards, remove } = await prepareFamilyOfFive();
afterAll(remove);

describeAppContract(postcards.entry, (deps) => createAppService(postcards, deps), { dialects: ['sqlite', 'postgres'] });

const constellations = [
  { transport: 'local', dialect: 'sqlite' },
  { transport: 'http', dialect: 'postgres' },
] as const;

describe.each(constellations)('D4: a fifth app, over $transport on $dialect', (options) => {
  let world: World;
  let facebook: Account;
  let newcomer: Account;
  beforeAll(async () => {
    world = await startWorld({ ...options, family });
    facebook = await world.signUp('FACEBOOK', 'ada.park');
    newcomer = await world.signUp(POSTCARDS, 'ada_on_postcards');
  });
  afterAll(() => world?.close());

  it('is linked with an account of another app', async () => {
    await world.link(facebook, newcomer);
    const { accounts } = await world.readCenter(facebook);
    expect(accounts.map((account) => account?.id)).toEqual([facebook.id, newcomer.id]);
  });

  it('takes over username and photo', async () => {
    const photo = await world.upload(facebook);
    await world.updateProfile(facebook, { photoId: photo.id });
    const { results } = await world.sync(facebook, [newcomer], ['USERNAME', 'PHOTO']);
    expect(results.map(({ state, user }) => [state, user?.username])).toEqual([
      ['APPLIED', 'ada.park'],
      ['APPLIED', 'ada.park'],
    ]);
    const { results: later } = await world.updateProfile(facebook, { username: 'ada.everywhere' });
    expect(later.map(({ state }) => state)).toEqual(['APPLIED', 'APPLIED']);
  });

  it('gets copies of what is posted in another app', async () => {
    const { id } = await world.upload(facebook);
    const copied = { text: 'For all five.', mediaIds: [id], targetAccountIds: [newcomer.id] };
    const { post } = await world.crossPost(facebook, copied);
    await world.settle();
    const [copy, ...others] = await world.postsOf(newcomer, newcomer);
    expect(post).not.toBeNull();
    expect(others).toEqual([]);
    expect(copy).toMatchObject({ text: 'For all five.', isCopy: true, media: [{ width: 64, height: 64 }] });
  });

  it('refuses copies by its own rules', async () => {
    const tooLong = { text: 'x'.repeat(501), targetAccountIds: [newcomer.id] };
    const { sharing } = await world.crossPost(facebook, tooLong);
    expect(sharing?.deliveries).toEqual([expect.objectContaining({ state: 'FAILED', reason: 'TEXT_TOO_LONG' })]);
    expect(await world.postsOf(newcomer)).toHaveLength(1);
  });

  it('has its posts copied into other apps', async () => {
    const { id } = await world.upload(newcomer, await smallPhoto());
    const copied = { text: 'From Postcards.', mediaIds: [id], targetAccountIds: [facebook.id] };
    await world.crossPost(newcomer, copied);
    await world.settle();
    const posts = await world.postsOf(facebook, facebook);
    expect(posts).toContainEqual(expect.objectContaining({ text: 'From Postcards.', isCopy: true }));
  });

  it('is read with the others in one query', async () => {
    const { viewer, postcardsUserByUsername } = await facebook.graph.request<Everything, Record<string, never>>(
      parse(everything),
      {},
    );
    const [own, other] = viewer.accounts;
    expect([own?.app, other?.app]).toEqual(['FACEBOOK', POSTCARDS]);
    expect([own?.username, other?.username]).toEqual(['ada.everywhere', 'ada.everywhere']);
    expect(other?.photo?.url).toContain('/media/postcards/');
    expect(sharingOf(own, 'For all five.')).toEqual({
      state: 'SHARED',
      deliveries: [{ state: 'DELIVERED', target: { app: POSTCARDS }, copy: { text: 'For all five.' } }],
    });
    expect(sharingOf(other, 'From Postcards.')).toMatchObject({ state: 'SHARED' });
    expect(postcardsUserByUsername).toEqual({ id: newcomer.id, followers: { nodes: [] } });
  });

  it('is named where it does not answer, and costs its own fields alone', async () => {
    world.faults.takeDown('postcards');
    const { results } = await world.updateProfile(facebook, { displayName: 'Ada Lovelace' });
    expect(results.map(({ state }) => state)).toEqual(['APPLIED']);
    await expect(world.updateProfile(facebook, { username: 'ada.nowhere' })).rejects.toThrow('Postcards');
    world.faults.heal();
  });
});

interface Shared {
  readonly text: string;
  readonly sharing: { readonly state: string; readonly deliveries: readonly object[] } | null;
}

interface AccountRead {
  readonly app: string;
  readonly username: string;
  readonly photo: { readonly url: string } | null;
  readonly posts: { readonly nodes: readonly Shared[] };
}

interface Everything {
  readonly viewer: { readonly accounts: readonly AccountRead[] };
  readonly postcardsUserByUsername: object;
}

const everything = `query Everything {
  viewer {
    accounts {
      app
      username
      photo { url(size: SMALL) }
      ... on Poster {
        posts(first: 10) {
          nodes { text sharing { state deliveries { state target { app } copy { text } } } }
        }
      }
    }
  }
  postcardsUserByUsername(username: "ada.everywhere") { id followers { nodes { id } } }
}`;

function sharingOf(account: AccountRead | undefined, text: string): Shared['sharing'] | undefined {
  return account?.posts.nodes.find((post) => post.text === text)?.sharing;
}
