import { readFile } from 'node:fs/promises';
import { IDENTITY_HEADER } from '@accounts-center/subgraph-kit';
import type { Viewer } from '../context.ts';
import { PASSWORD, type Person, startTestCenter, type TestCenter } from '../testing/test-center.ts';

const DELIVERY = 'id target { id app } state reason message copy { id } attempts nextAttemptAt updatedAt';

const CROSS_POST = `mutation ($input: CrossPostInput!) { crossPost(input: $input) {
  post { id }
  sharing { state deliveries { ${DELIVERY} } }
  userErrors { code message field }
} }`;

const SHARING = `query ($refs: [_Any!]!) { entities: _entities(representations: $refs) {
  ... on Post { isCopy sharing { state deliveries { ${DELIVERY} } } }
  ... on Delivery { id state }
} }`;

const START = 'mutation ($input: StartLinkInput!) { startLink(input: $input) { flow { id } } }';
const PROVE = 'mutation ($input: ProveAccountControlInput!) { proveAccountControl(input: $input) { flow { id } } }';
const LINK = 'mutation ($input: LinkAccountInput!) { linkAccount(input: $input) { linkedAccount { id } } }';
const PUBLISH_IN_APP =
  'mutation ($input: PublishFacebookPostInput!) { publishFacebookPost(input: $input) { post { id } } }';

/** What `crossPost` answers. */
export interface Shared {
  readonly post: { readonly id: string } | null;
  readonly sharing: {
    readonly state: string;
    readonly deliveries: readonly { id: string; state: string; copy: { id: string } | null }[];
  } | null;
  readonly userErrors: readonly object[];
}

export type SharingFamily = Awaited<ReturnType<typeof startSharingFamily>>;

/** Ada's accounts of three real apps in one center, and a stranger, all before the graph. */
export async function startSharingFamily() {
  const family = await startTestCenter();
  const author = await family.person('ada', 'FACEBOOK');
  const instagram = await family.person('ada', 'INSTAGRAM');
  const whatsApp = await family.person('ada', 'WHATSAPP');
  const stranger = await family.person('eve', 'FACEBOOK');
  let keys = 0;
  const key = (): string => `key-${String(++keys).padStart(8, '0')}`;

  /** The payload of a mutation. */
  async function run<T = unknown>(mutation: string, input: object, { viewer }: Person = author): Promise<T> {
    const { data, errors } = await family.graph<Record<string, T>>(mutation, { input }, viewer);
    const [payload] = Object.values(data);
    if (errors !== undefined || payload === undefined) throw new Error(JSON.stringify(errors));
    return payload;
  }

  async function link(app: string): Promise<void> {
    const { flow } = await run<{ flow: { id: string } }>(START, { accountId: author.id });
    await run(PROVE, { flowId: flow.id, app, username: 'ada', password: PASSWORD });
    await run(LINK, { flowId: flow.id, idempotencyKey: key() });
  }

  function share(input: object = {}): Promise<Shared> {
    const targetAccountIds = [instagram.id, whatsApp.id];
    const post = { authorId: author.id, text: 'hello', audience: 'PUBLIC', targetAccountIds, idempotencyKey: key() };
    return run<Shared>(CROSS_POST, { ...post, ...input });
  }

  /** Entities as the gateway asks for them. */
  async function read(
    type: string,
    ids: readonly (string | undefined)[],
    viewer?: Viewer,
  ): Promise<readonly unknown[]> {
    const refs = ids.map((id) => ({ __typename: type, id }));
    return (await family.graph<{ entities: unknown[] }>(SHARING, { refs }, viewer)).data.entities;
  }

  await link('INSTAGRAM');
  await link('WHATSAPP');
  const people = { author, instagram, whatsApp, stranger };
  return { ...family, ...people, CROSS_POST, key, run, share, read, ...inFacebook(family, author, key) };
}

/** What the author does in Facebook itself. */
function inFacebook(family: TestCenter, { id: authorId, viewer }: Person, key: () => string) {
  async function call(path: string, contentType: string, body: string | Buffer): Promise<unknown> {
    const identity = await family.sign('gateway', 'facebook', { viewer });
    const headers = { [IDENTITY_HEADER]: identity, 'content-type': contentType };
    const request = { service: 'facebook', method: 'POST', path, headers, body, timeoutMs: 10_000 } as const;
    return JSON.parse(await (await family.client.send(request)).text());
  }

  /** @returns the id of a real photo */
  async function upload(): Promise<string> {
    const form = new FormData();
    const photo = new URL('../../../../examples/main-job/photos/portrait.jpg', import.meta.url);
    form.set('file', new Blob([await readFile(photo)], { type: 'image/jpeg' }), 'portrait.jpg');
    const request = new Response(form);
    const body = Buffer.from(await request.arrayBuffer());
    return ((await call('/media', request.headers.get('content-type') ?? '', body)) as { id: string }).id;
  }

  /** @returns the id of a post */
  async function publish(input: object): Promise<string> {
    const variables = { input: { authorId, audience: 'PUBLIC', idempotencyKey: key(), ...input } };
    const body = JSON.stringify({ query: PUBLISH_IN_APP, variables });
    const answer = await call('/graphql', 'application/json', body);
    return (answer as { data: { publishFacebookPost: { post: { id: string } } } }).data.publishFacebookPost.post.id;
  }

  return { upload, publish };
}
