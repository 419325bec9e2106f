import { type Account, send, sendOperation, startWorld, type WireAnswer, type World } from '@accounts-center/test-kit';
import { UnsecuredJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codesIn, expectUnharmed } from './expect-unharmed.ts';

let world: World;
let ada: Account;
beforeAll(async () => {
  world = await startWorld();
  ada = await world.signUp('FACEBOOK', 'ada.park');
});
afterAll(() => world.close());

const deep = (depth: number): string => `${'friends { nodes { '.repeat(depth)}id${' } }'.repeat(depth)}`;
const userWith = (selection: string): string => `query ($id: ID!) { facebookUser(id: $id) { ${selection} } }`;
const aliases = Array.from({ length: 3_000 }, (_, at) => `a${at}: id`).join(' ');
const INVALID = 'GRAPHQL_VALIDATION_FAILED';
const UNPARSED = 'GRAPHQL_PARSE_FAILED';

describe('a document is refused', () => {
  const documents: [string, string, string][] = [
    ['that is none', 'this is not GraphQL', UNPARSED],
    ['that breaks off', '{ viewer { user { id }', UNPARSED],
    ['of comments alone', '# nothing', UNPARSED],
    ['without an operation', 'fragment f on FacebookUser { id }', INVALID],
    ['that asks for what there is not', '{ viewer { password } }', INVALID],
    ['that asks a leaf for more', '{ viewer { user { id { id } } } }', INVALID],
    ['that asks an object for nothing', '{ viewer }', INVALID],
    ['with a wrong argument', '{ facebookUser(name: "ada") { id } }', INVALID],
    ['without a needed argument', '{ facebookUser { id } }', INVALID],
    [
      'with one name for two operations',
      'query A { viewer { user { id } } } query A { viewer { user { app } } }',
      INVALID,
    ],
    [
      'with two operations and no name of one',
      'query A { viewer { user { id } } } query B { __typename }',
      'OPERATION_RESOLUTION_FAILURE',
    ],
    ['with a fragment that spreads itself', '{ viewer { user { ...f } } } fragment f on User { id ...f }', INVALID],
    [
      'with fragments that spread each other',
      '{ viewer { user { ...f } } } fragment f on User { ...g } fragment g on User { ...f }',
      INVALID,
    ],
    ['with a fragment that is not there', '{ viewer { user { ...nowhere } } }', INVALID],
    ['with a fragment that is not used', '{ viewer { user { id } } } fragment f on User { id }', INVALID],
    ['with a directive that is not there', '{ viewer @all { user { id } } }', INVALID],
    ['with a variable that is not declared', '{ facebookUser(id: $other) { id } }', INVALID],
    ['with one answer of two meanings', '{ viewer { user { a: id a: username } } }', INVALID],
    ['for changes as a subscription', 'subscription { viewer { user { id } } }', INVALID],
    ['that is nested deeply', userWith(deep(60)), UNPARSED],
    ['that is nested more deeply than a screen', userWith(deep(14)), INVALID],
    ['of thousands of aliases', userWith(aliases), UNPARSED],
    [
      'that grows by its fragments',
      `${userWith('...f0')} ${Array.from({ length: 20 }, (_, at) => `fragment f${at} on FacebookUser { id ...f${at + 1} a: id ...f${at + 1} }`).join(' ')} fragment f20 on FacebookUser { id }`,
      INVALID,
    ],
    ['with a value of the wrong type', '{ facebookUser(id: { a: 1 }) { id } }', INVALID],
    ['that goes behind the graph', '{ _entities(representations: []) { __typename } }', INVALID],
    [
      'with an enum that is none',
      'mutation { signIn(input: { app: MYSPACE, username: "a", password: "b" }) { __typename } }',
      INVALID,
    ],
  ];

  it.each(documents)('%s', async (_what, query, code) => {
    const answers = await expectUnharmed(world, () =>
      sendOperation(world.url, { query, variables: { id: ada.id } }, ada.accessToken),
    );
    expect(answers[0]?.status).toBe(400);
    expect(new Set(codesIn(answers))).toEqual(new Set([code]));
  });
});

describe('variables are refused', () => {
  const query = 'mutation ($input: PublishFacebookPostInput!) { publishFacebookPost(input: $input) { post { id } } }';
  const input = () => ({ authorId: ada.id, text: 'Hi', audience: 'PUBLIC', idempotencyKey: 'eight-letters' });
  const variables: [string, () => object][] = [
    ['that are missing', () => ({})],
    ['that are null', () => ({ input: null })],
    ['of another type', () => ({ input: 'text' })],
    ['that are a list', () => ({ input: [input(), input()] })],
    ['with a number for a text', () => ({ input: { ...input(), text: 7 } })],
    ['with an object for a text', () => ({ input: { ...input(), text: { $ne: null } } })],
    ['with a list for an id', () => ({ input: { ...input(), authorId: [ada.id, ada.id] } })],
    ['with an enum that is none', () => ({ input: { ...input(), audience: 'EVERYBODY' } })],
    ['with a null in a list', () => ({ input: { ...input(), mediaIds: [null] } })],
    ['with a field that is not there', () => ({ input: { ...input(), isCopy: true } })],
    ['without a field', () => ({ input: { ...input(), idempotencyKey: undefined } })],
  ];

  it.each(variables)('%s', async (_what, made) => {
    const answers = await expectUnharmed(world, () =>
      sendOperation(world.url, { query, variables: made() }, ada.accessToken),
    );
    expect(answers[0]?.status).toBe(400);
    expect(new Set(codesIn(answers))).toEqual(new Set(['BAD_USER_INPUT']));
  });
});

describe('a body is refused', () => {
  const json = 'application/json';
  const query = '{ viewer { user { id } } }';
  const bodies: [string, string, string | Uint8Array<ArrayBuffer>, number][] = [
    ['that is no JSON', json, '{"query": ', 400],
    ['that is no text', json, Uint8Array.of(0xff, 0xfe, 0x00, 0xd8), 400],
    ['that is empty', json, '', 400],
    ['that is null', json, 'null', 400],
    ['that is a long list of operations', json, JSON.stringify(Array.from({ length: 11 }, () => ({ query }))), 400],
    ['without a document', json, '{}', 400],
    ['with a document of another type', json, '{"query": {"a": 1}}', 400],
    ['with variables of another type', json, JSON.stringify({ query, variables: 'a' }), 400],
    ['that reaches for prototypes', json, `{"query": "${query}", "__proto__": {"isAdmin": true}}`, 400],
    [
      'that is nested deeply',
      json,
      `{"query": "${query}", "variables": ${'['.repeat(5_000)}${']'.repeat(5_000)}}`,
      400,
    ],
    ['that is huge', json, JSON.stringify({ query: `{ viewer { user { id } } } #${'a'.repeat(1_500_000)}` }), 413],
    ['of a form, as other sites can send it', 'application/x-www-form-urlencoded', 'query={__typename}', 415],
    ['of plain text, as other sites can send it', 'text/plain', JSON.stringify({ query }), 415],
  ];

  it.each(bodies)('%s', async (_what, type, body, status) => {
    const request = { method: 'POST', headers: { 'content-type': type }, body };
    const answers = await expectUnharmed(world, () => send(`${world.url}/graphql`, request));
    expect(answers[0]?.status).toBe(status);
    expect(codesIn(answers)).toEqual([expect.stringMatching(/^[A-Z_]+$/)]);
  });

  it('of a mutation in an address', async () => {
    const mutation = encodeURIComponent('mutation { signOut { isSignedOut } }');
    const headers = { authorization: `Bearer ${ada.accessToken}`, 'apollo-require-preflight': 'yes' };
    const answers = await expectUnharmed(world, () => send(`${world.url}/graphql?query=${mutation}`, { headers }));
    expect(answers[0]?.status).toBeGreaterThanOrEqual(400);
  });

  it('that has no end', async () => {
    const answers = await expectUnharmed(world, () => sendWithoutEnd(`${world.url}/graphql`));
    expect([answers[0]?.status, codesIn(answers)]).toEqual([413, ['PAYLOAD_TOO_LARGE']]);
  });
});

/** Sends pieces of a JSON text for as long as they are taken. */
function sendWithoutEnd(url: string): Promise<WireAnswer> {
  const piece = Buffer.alloc(65_536, 'a');
  const first = Buffer.from('{"query": "');
  let sent = 0;
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      controller.enqueue(sent === 0 ? first : piece);
      sent += 1;
      if (sent > 1_000) controller.error(new Error('Nobody has stopped it.'));
    },
  });
  const request = { method: 'POST', headers: { 'content-type': 'application/json' }, body, duplex: 'half' };
  return send(url, request);
}

it.each<[string, () => string]>([
  ['that is forged', () => `${ada.accessToken.slice(0, -6)}AAAAAA`],
  ['for somebody else', () => `${ada.accessToken.split('.')[0]}.e30.${ada.accessToken.split('.')[2]}`],
  ['with alg none', () => new UnsecuredJWT({ sub: ada.id, sid: 'ses_1', auth_time: 1 }).setAudience('graph').encode()],
  ['that is very long', () => 'a'.repeat(10_000)],
])('a token is refused %s', async (_what, token) => {
  const query = `mutation { updateFacebookAccount(input: { accountId: "${ada.id}", bio: "Mine." }) { userErrors { code } } }`;
  const answers = await expectUnharmed(world, () => sendOperation(world.url, { query }, token()));
  expect([answers[0]?.status, codesIn(answers)]).toEqual([401, ['UNAUTHENTICATED']]);
});
