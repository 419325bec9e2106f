import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { ConfigError } from '@accounts-center/subgraph-kit';
import { ApolloClient, gql, HttpLink, InMemoryCache } from '@apollo/client';
import { PersistedQueryLink } from '@apollo/client/link/persisted-queries';
import { print } from 'graphql';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SettingsInput } from '../settings/settings.ts';
import { type Constellation, startConstellation } from '../testing/constellation.ts';
import { readManifests } from './manifest.ts';
import { sha256 } from './sha256.ts';

const ROVER = fileURLToPath(new URL('../../node_modules/.bin/rover', import.meta.url));
const KNOWN = '{ instagramEcho(text: "known") }';
const UNKNOWN = '{ instagramEcho(text: "unknown") }';

let folder: string;
let family: Constellation | undefined;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'accounts-center-manifests-'));
});
afterEach(async () => {
  await family?.[Symbol.asyncDispose]();
  family = undefined;
  await rm(folder, { recursive: true, force: true });
});

async function manifest(content: unknown, name = 'manifest.json'): Promise<string> {
  const file = join(folder, name);
  await writeFile(file, typeof content === 'string' ? content : JSON.stringify(content));
  return file;
}

async function serve(persistedOperations: SettingsInput['persistedOperations']) {
  const { gateway, logged } = (family = await startConstellation('in process', { settings: { persistedOperations } }));
  const send = async (payload: object) => {
    const answer = await gateway.server.inject({ method: 'POST', url: '/graphql', payload });
    return { status: answer.statusCode, ...answer.json<{ data?: unknown; errors?: { extensions: object }[] }>() };
  };
  const get = async (parameters: Record<string, string>) => {
    const answer = await gateway.server.inject(`/graphql?${new URLSearchParams(parameters).toString()}`);
    return { status: answer.statusCode, ...answer.json<{ data?: unknown; errors?: { extensions: object }[] }>() };
  };
  return { gateway, logged, send, get };
}

const persisted = (id: string) => ({ extensions: { persistedQuery: { version: 1, sha256Hash: id } } });
const refusedAs = (code: string) => ({ status: 400, errors: [{ extensions: { code } }] });

describe('automatic persisted queries', () => {
  it('spare Apollo Client the text of what it has sent before', async () => {
    const { gateway } = await serve({});
    const url = `${await gateway.listen({ host: '127.0.0.1', port: 0 })}/graphql`;
    const bodies: string[] = [];
    const watched: typeof fetch = (input, init) => {
      if (typeof init?.body === 'string') bodies.push(init.body);
      return fetch(input, init);
    };
    const link = new PersistedQueryLink({ sha256 }).concat(new HttpLink({ uri: url, fetch: watched }));
    const client = new ApolloClient({ link, cache: new InMemoryCache() });
    const query = gql(KNOWN);
    for (let turn = 0; turn < 2; turn++)
      expect(await client.query({ query, fetchPolicy: 'network-only' })).toMatchObject({
        data: { instagramEcho: 'known' },
      });
    expect(bodies.map((body) => body.includes('instagramEcho'))).toEqual([false, true, false]);
  });

  it('are asked for also by GET, and under the name that GraphQL over HTTP gives them', async () => {
    const { send, get } = await serve({});
    const id = sha256(KNOWN);
    expect(await get({ documentId: id })).toMatchObject({
      errors: [{ extensions: { code: 'PERSISTED_QUERY_NOT_FOUND' } }],
    });
    await send({ query: KNOWN, ...persisted(id) });
    const answer = { status: 200, data: { instagramEcho: 'known' } };
    expect(await get({ documentId: `sha256:${id}` })).toMatchObject(answer);
    expect(await get({ extensions: JSON.stringify(persisted(id).extensions) })).toMatchObject(answer);
    expect(await send({ documentId: id })).toMatchObject(answer);
  });

  it('never stand for another text, nor for one that is refused', async () => {
    const { send } = await serve({});
    expect(await send({ query: UNKNOWN, ...persisted(sha256(KNOWN)) })).toMatchObject({ status: 400 });
    const wrong = '{ noSuchField }';
    await send({ query: wrong, ...persisted(sha256(wrong)) });
    for (const text of [KNOWN, wrong])
      expect(await send(persisted(sha256(text)))).toMatchObject({
        errors: [{ extensions: { code: 'PERSISTED_QUERY_NOT_FOUND' } }],
      });
  });

  it('can be switched off', async () => {
    const { send } = await serve({ automatic: false });
    expect(await send(persisted(sha256(KNOWN)))).toMatchObject({
      errors: [{ extensions: { code: 'PERSISTED_QUERY_NOT_SUPPORTED' } }],
    });
  });
});

describe('trusted documents', () => {
  it('are sent by their ids, whoever made the manifest', async () => {
    const apollo = await manifest({
      format: 'apollo-persisted-query-manifest',
      version: 1,
      operations: [{ id: 'apollo-1', name: 'A', type: 'query', body: KNOWN }],
    });
    const codegen = await manifest({ [sha256(UNKNOWN)]: UNKNOWN }, 'codegen.json');
    const { send, get } = await serve({ trusted: 'enforce', manifests: [apollo, codegen] });
    const known = { status: 200, data: { instagramEcho: 'known' } };
    expect(await send(persisted('apollo-1'))).toMatchObject(known);
    expect(await get({ documentId: 'apollo-1' })).toMatchObject(known);
    expect(await send({ documentId: `sha256:${sha256(UNKNOWN)}` })).toMatchObject({
      data: { instagramEcho: 'unknown' },
    });
    // The hash of a text that is in a manifest is as good as the text.
    expect(await send({ query: KNOWN })).toMatchObject(known);
    expect(await send(persisted(sha256(KNOWN)))).toMatchObject(known);
  });

  it('are all that is answered where they are enforced, and nothing is read of the rest', async () => {
    const file = await manifest({ 'id-1': KNOWN });
    const { send, get } = await serve({ trusted: 'enforce', manifests: [file] });
    for (const payload of [
      { query: UNKNOWN },
      { query: '{ noSuchField' },
      { query: `${KNOWN} ` },
      { query: '{ __typename }' },
    ])
      expect(await send(payload)).toMatchObject(refusedAs('PERSISTED_QUERY_REQUIRED'));
    expect(await get({ query: UNKNOWN })).toMatchObject(refusedAs('PERSISTED_QUERY_REQUIRED'));
    const unknownId = refusedAs('PERSISTED_QUERY_NOT_IN_LIST');
    for (const payload of [persisted(sha256(UNKNOWN)), { query: UNKNOWN, ...persisted(sha256(UNKNOWN)) }])
      expect(await send(payload)).toMatchObject(unknownId);
    // An id in a manifest has its document run, whatever else is sent.
    expect(await send({ query: UNKNOWN, ...persisted('id-1') })).toMatchObject({ data: { instagramEcho: 'known' } });
    expect(await send([{ query: KNOWN }, { query: UNKNOWN }] as object)).toMatchObject(
      refusedAs('PERSISTED_QUERY_REQUIRED'),
    );
  });

  it('are missed in the log only where they are audited, each once', async () => {
    const file = await manifest({ 'id-1': KNOWN });
    const { send, logged } = await serve({ trusted: 'audit', manifests: [file] });
    for (let turn = 0; turn < 2; turn++) expect(await send({ query: UNKNOWN })).toMatchObject({ status: 200 });
    await send({ query: KNOWN });
    const lines = logged()
      .split('\n')
      .filter((line) => line.includes('in no manifest'));
    expect(lines).toEqual([expect.stringContaining(sha256(UNKNOWN))]);
  });

  it('come from rover, too', async () => {
    await writeFile(join(folder, 'known.graphql'), `query Known ${KNOWN}\n`);
    const file = join(folder, 'rover.json');
    const env = { PATH: process.env['PATH'], APOLLO_TELEMETRY_DISABLED: '1', APOLLO_CONFIG_HOME: folder, HOME: folder };
    await promisify(execFile)(ROVER, ['persisted-queries', 'generate', '--root-dir', folder, '-m', file], { env });
    const [[id, text] = []] = [...readManifests([file]).byId];
    expect(text).toContain('query Known');
    const { send } = await serve({ trusted: 'enforce', manifests: [file] });
    expect(await send(persisted(String(id)))).toMatchObject({ data: { instagramEcho: 'known' } });
  });
});

it('manifests that can not be read are told of, all of them', async () => {
  const files = [
    await manifest('{', 'broken.json'),
    await manifest({ format: 'another', version: 1 }, 'other.json'),
    await manifest({ 'id-1': KNOWN, 'id-2': '{ unclosed' }, 'one.json'),
    await manifest({ 'id-1': UNKNOWN }, 'two.json'),
    join(folder, 'absent.json'),
  ];
  let problems: readonly string[] = [];
  try {
    readManifests(files);
  } catch (error) {
    ({ problems } = error as ConfigError);
  }
  expect(problems).toEqual([
    expect.stringMatching(/broken\.json: is no manifest/),
    expect.stringMatching(/other\.json: is no manifest/),
    expect.stringMatching(/one\.json: id-2: Syntax Error/),
    expect.stringMatching(/two\.json: id-1 stands for another document/),
    expect.stringMatching(/absent\.json: can not be read/),
  ]);
});

it('documents that codegen prints are known by their hashes', async () => {
  const file = await manifest({ [sha256(print(gql(KNOWN)))]: print(gql(KNOWN)) });
  const { send } = await serve({ trusted: 'enforce', manifests: [file] });
  expect(await send({ query: print(gql(KNOWN)) })).toMatchObject({ status: 200 });
});
