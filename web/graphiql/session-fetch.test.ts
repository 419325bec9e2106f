// @vitest-environment happy-dom
import { beforeEach, expect, it, vi } from 'vitest';
import { type SessionFetch, sessionFetch, storedToken } from './session-fetch.ts';

const signedIn = {
  data: { signIn: { session: { user: { id: 'fbu_1', app: { a: 1 } }, accessToken: 'a.b.c' }, userErrors: [] } },
};

let answer: { status: number; body: unknown };
let sent: (string | null)[];
let session: SessionFetch;
const onChange = vi.fn<(token: string | undefined) => void>();
const fetch: typeof globalThis.fetch = async (_input, init) => {
  sent.push(new Headers(init?.headers).get('authorization'));
  return new Response(JSON.stringify(answer.body), { status: answer.status });
};
const open = (): SessionFetch => sessionFetch({ fetch, storage: sessionStorage, onChange });

beforeEach(() => {
  answer = { status: 200, body: { data: {} } };
  sent = [];
  onChange.mockReset();
  sessionStorage.clear();
  session = open();
});

const ask = (headers = {}): Promise<Response> => session.fetch('/graphql', { method: 'POST', headers });

it('the token of a sign-in goes with all that follows', async () => {
  answer.body = signedIn;
  expect(await (await ask()).json()).toEqual(signedIn);
  answer.body = {};
  await ask();
  await ask({ authorization: 'Bearer mine' });
  expect(sent).toEqual([null, 'Bearer a.b.c', 'Bearer mine']);
  expect(onChange.mock.calls).toEqual([['a.b.c']]);
});

it('is there after a reload', async () => {
  answer.body = signedIn;
  await ask();
  session = open();
  await ask();
  expect([storedToken(sessionStorage), sent]).toEqual(['a.b.c', [null, 'Bearer a.b.c']]);
});

it('is forgotten on signing out, and when it is refused: then the same is asked again, as nobody', async () => {
  answer.body = signedIn;
  await ask();
  session.signOut();
  await ask();
  answer = { status: 401, body: {} };
  await ask();
  await ask();
  expect(sent).toEqual([null, null, 'Bearer a.b.c', null, null]);
  expect([storedToken(sessionStorage), sessionStorage.length]).toEqual([undefined, 0]);
});
