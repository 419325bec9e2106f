// @vitest-environment happy-dom
import { beforeEach, expect, it } from 'vitest';
import { fillingFetch } from './filling-fetch.ts';

let sent: Record<string, unknown>[];
let uploads: number;
beforeEach(() => {
  sent = [];
  uploads = 0;
  sessionStorage.clear();
});

const asked: typeof globalThis.fetch = async (_input, init) => {
  const request = JSON.parse(init?.body as string) as Record<string, unknown>;
  sent.push(request);
  return Response.json({ data: { signIn: { user: { id: `id-${sent.length}"` } } } });
};
const open = (
  photo = async (): Promise<{ value: string } | { problem: string }> => ({ value: `photo-${++uploads}` }),
) => fillingFetch({ fetch: asked, storage: sessionStorage, placeholders: ['SignIn.signIn.user.id'], made: { photo } });

async function run(fetch: typeof globalThis.fetch, operationName: string | undefined, variables: object = {}) {
  const query = `query ${operationName ?? ''} { a(b: "${ME}") }`;
  const body = JSON.stringify({ query, operationName, variables });
  const answer = (await (await fetch('/graphql', { method: 'POST', body })).json()) as object;
  return JSON.stringify(answer);
}
const wanting = (text: string) => ({ input: { accountId: text } });
const ME = '{{SignIn.signIn.user.id}}';

it('fills in what the last answer to an operation has, in the variables alone, and after a reload', async () => {
  await run(open(), 'SignIn');
  const fetch = open();
  await run(fetch, 'StartLink', wanting(`key-${ME}`));
  await run(fetch, 'SignIn');
  await run(fetch, 'StartLink', wanting(ME));
  expect(sent.map(({ variables }) => variables)).toEqual([{}, wanting('key-id-1"'), {}, wanting('id-3"')]);
  expect(sent[1]).toMatchObject({ query: expect.stringContaining(ME), operationName: 'StartLink' });
});

it('says which tab to run first, and sends nothing', async () => {
  expect(await run(open(), 'StartLink', wanting(ME))).toContain('Run the tab SignIn first');
  expect(sent).toEqual([]);
});

it('sends the name of the operation that is there, not that of the tab before', async () => {
  const body = JSON.stringify({ query: 'query StartLink { a }', operationName: 'SignIn' });
  await open()('/graphql', { method: 'POST', body });
  expect(sent[0]).toMatchObject({ operationName: 'StartLink' });
});

it('leaves alone what has no name', async () => {
  await run(open(), undefined, wanting(ME));
  expect(sent[0]).toMatchObject({ variables: wanting(ME) });
});

it('makes what is made for a request, the same one when it is sent again', async () => {
  await run(open(), 'CrossPost', wanting('{{photo}}'));
  await run(open(), 'CrossPost', wanting('{{photo}}'));
  await run(open(), 'CrossPost', { ...wanting('{{photo}}'), text: 'another' });
  expect(sent.map(({ variables }) => variables)).toMatchObject([
    wanting('photo-1'),
    wanting('photo-1'),
    wanting('photo-2'),
  ]);
  expect(
    await run(
      open(async () => ({ problem: 'too large' })),
      'CrossPost',
      wanting('by {{photo}}'),
    ),
  ).toContain('too large');
});
