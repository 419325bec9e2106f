// What holds of the edge as a whole, whichever way a client takes.

import { EventEmitter, once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { silentLogger } from '@accounts-center/subgraph-kit';
import { composeServices } from '@apollo/composition';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { graphql, parse } from 'graphql';
import { createClient } from 'graphql-ws';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { createStandaloneGateway, type StandaloneGateway, type StandaloneOptions } from './standalone/standalone.ts';

const ISSUER = 'https://issuer.example';
const typeDefs = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@policy", "@authenticated"])
  type Query { open: String own: String @authenticated paid: String @policy(policies: [["paid"]]) }`;

const servers: Server[] = [];
let gateway: StandaloneGateway | undefined;
let keys: Awaited<ReturnType<typeof generateKeyPair>>;
let jwksUrl: string;
beforeEach(async () => {
  keys = await generateKeyPair('ES256');
  const jwk = { ...(await exportJWK(keys.publicKey)), kid: 'k', alg: 'ES256' };
  jwksUrl = await serve(async () => ({ keys: [jwk] }));
});
afterEach(async () => {
  await gateway?.close();
  gateway = undefined;
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

async function serve(answer: (body: string) => Promise<object>): Promise<string> {
  const server = createServer((request, response) => {
    void text(request)
      .then(answer)
      .then((result) => response.setHeader('content-type', 'application/json').end(JSON.stringify(result)));
  });
  servers.push(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

async function supergraphAt(url: string, sdl = typeDefs): Promise<string> {
  const { supergraphSdl, errors } = composeServices([{ name: 'one', typeDefs: parse(sdl), url }]);
  if (errors) throw new AggregateError(errors);
  return supergraphSdl;
}

async function start(options: Partial<StandaloneOptions> = {}) {
  const schema = buildSubgraphSchema(parse(typeDefs));
  const rootValue = { open: 'open', own: 'own', paid: 'paid' };
  const url = await serve(async (body) => {
    const { query } = JSON.parse(body) as { query: string };
    return graphql({ schema, source: query, rootValue });
  });
  const supergraphSdl = await supergraphAt(url);
  const common = { supergraphSdl, publicUrl: 'http://localhost:4000', development: false, log: silentLogger };
  gateway = await createStandaloneGateway({ ...common, ...options });
  const origin = await gateway.listen({ host: '127.0.0.1', port: 0 });
  const ask = async (query: string, token?: string) => {
    const headers = { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) };
    const answer = await fetch(`${origin}/graphql`, { method: 'POST', headers, body: JSON.stringify({ query }) });
    return { status: answer.status, ...((await answer.json()) as { data?: unknown; errors?: unknown }) };
  };
  return { origin, url, ask };
}

const issuers = () => [{ issuer: ISSUER, audience: ['graph'], jwksUrl }];
const tokenOf = (subject: string): Promise<string> =>
  new SignJWT({ sub: subject })
    .setProtectedHeader({ alg: 'ES256', kid: 'k', typ: 'at+jwt' })
    .setIssuer(ISSUER)
    .setAudience('graph')
    .setExpirationTime('5m')
    .sign(keys.privateKey);

/** Asks over a WebSocket. @returns the result, or how the connection was closed */
async function askBySocket(origin: string, query: string, connectionParams: Record<string, string> = {}) {
  const url = `${origin.replace('http', 'ws')}/graphql`;
  const client = createClient({ url, webSocketImpl: WebSocket, retryAttempts: 0, connectionParams });
  try {
    const { value } = await client.iterate({ query }).next();
    return value as unknown;
  } catch (event) {
    return (event as { code?: number }).code;
  } finally {
    await client.dispose();
  }
}

it('where a token is required, a WebSocket may bring it in its first message', async () => {
  const { origin, ask } = await start({ settings: { authentication: { issuers: issuers(), required: true } } });
  const token = await tokenOf('ada');
  expect(await ask('{ own }', token)).toMatchObject({ status: 200, data: { own: 'own' } });
  expect(await ask('{ open }')).toMatchObject({ status: 401 });
  expect(await askBySocket(origin, '{ own }', { authorization: `Bearer ${token}` })).toEqual({ data: { own: 'own' } });
  expect(await askBySocket(origin, '{ open }')).toBe(4403);
  expect(await askBySocket(origin, '{ open }', { authorization: 'Bearer a.b.c' })).toBe(4403);
  // What only says so is no WebSocket.
  const headers = { 'content-type': 'application/json', upgrade: 'websocket' };
  const { server } = gateway as StandaloneGateway;
  const pretended = await server.inject({ method: 'POST', url: '/graphql', headers, payload: { query: '{ open }' } });
  expect(pretended.statusCode).toBe(401);
});

it('policies are asked about by whoever builds the gateway into a program', async () => {
  const policies: StandaloneOptions['policies'] = (names, { claims }) =>
    new Set(claims?.['sub'] === 'ada' ? names : []);
  const { origin, ask } = await start({ settings: { authentication: { issuers: issuers() } }, policies });
  expect(await ask('{ paid }', await tokenOf('ada'))).toMatchObject({ data: { paid: 'paid' } });
  expect(await ask('{ paid open }', await tokenOf('eve'))).toMatchObject({
    data: { paid: null, open: 'open' },
    errors: [{ path: ['paid'], extensions: { code: 'UNAUTHORIZED_FIELD_OR_TYPE' } }],
  });
  const authorization = `Bearer ${await tokenOf('ada')}`;
  expect(await askBySocket(origin, '{ paid }', { authorization })).toEqual({ data: { paid: 'paid' } });
});

it('a supergraph that can not be served leaves readiness and addresses as they were', async () => {
  let sdl = '';
  const { url, ask } = await start({ readSupergraph: async () => sdl, settings: { schema: { pollMs: 0 } } });
  const { ready, lookForNewSupergraph } = gateway as StandaloneGateway;
  sdl = (await supergraphAt(url))
    .replace('ONE @join__graph', 'TWO @join__graph(name: "two", url: "http://127.0.0.1:1/")\n  ONE @join__graph')
    .replace(
      '@link(url: "https://specs.apollo.dev/link/v1.0")',
      '@link(url: "https://specs.apollo.dev/link/v1.0") @link(url: "https://x.example/unknown/v1.0", for: EXECUTION)',
    );
  await lookForNewSupergraph();
  expect(await ready()).toMatchObject({ isReady: true, services: { one: true } });
  expect((await ready()).services).not.toHaveProperty('two');
  expect(await ask('{ open }')).toMatchObject({ data: { open: 'open' } });
});

it('one caller’s operations over WebSockets take turns with everybody’s', async () => {
  const { origin } = await start({ settings: { authentication: { issuers: issuers() } } });
  const url = `${origin.replace('http', 'ws')}/graphql`;
  const clientOf = async (subject: string) => {
    const connectionParams = { authorization: `Bearer ${await tokenOf(subject)}` };
    return createClient({ url, webSocketImpl: WebSocket, lazy: false, connectionParams });
  };
  const [eve, ada] = [await clientOf('eve'), await clientOf('ada')];
  const order: string[] = [];
  const ask = async (client: typeof eve, name: string): Promise<void> => {
    await client.iterate({ query: `{ ${name}: own }` }).next();
    order.push(name);
  };
  await Promise.all([ask(eve, 'first'), ask(ada, 'first')]);
  const flood = Array.from({ length: 90 }, (_, index) => ask(eve, `flood${index}`));
  await Promise.all([...flood, ask(ada, 'ada')]);
  expect(order.indexOf('ada')).toBeLessThan(45);
  await Promise.all([eve.dispose(), ada.dispose()]);
});

it('rate limits by address count bad tokens, too, and operations of WebSockets that are not valid', async () => {
  const rules = [{ name: 'all', by: 'address' as const, limit: 5, perMs: 60_000 }];
  const settings = { authentication: { issuers: issuers() }, rateLimits: { rules } };
  const { origin, ask } = await start({ settings });
  expect([(await ask('{ open }', 'bad')).status, (await ask('{ open }', 'bad')).status]).toEqual([401, 401]);
  const client = createClient({
    url: `${origin.replace('http', 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    lazy: false,
  });
  const codeOf = async (query: string) => {
    const { value } = await client
      .iterate({ query })
      .next()
      .catch((error: unknown) => ({ value: { errors: error } }));
    return JSON.stringify(value);
  };
  await codeOf('{ nothing }');
  expect(await codeOf(`${'{a'.repeat(200)}${'}'.repeat(200)}`)).toContain('nested too deeply');
  expect(await codeOf('{ nothing }')).toContain('RATE_LIMITED');
  await client.dispose();
  const refused = await fetch(`${origin}/graphql`, { method: 'POST', headers: { authorization: 'Bearer bad' } });
  expect(refused.status).toBe(429);
  expect([refused.headers.get('ratelimit'), refused.headers.get('www-authenticate')]).toEqual([
    expect.stringContaining('"all";r=0'),
    null,
  ]);
});

it('an operation whose client hangs up stays charged', async () => {
  const asked = new EventEmitter();
  const isAsked = once(asked, 'asked');
  const isLeft = once(asked, 'left');
  let calls = 0;
  const url = await serve(async () => {
    calls += 1;
    if (calls > 1) return { data: { slow: { id: '1' } } };
    asked.emit('asked');
    await isLeft;
    return {};
  });
  servers.at(-1)?.once('request', (_, response) => response.once('close', () => asked.emit('left')));
  const supergraphSdl = await supergraphAt(url, 'type Query { slow: Thing } type Thing { id: ID }');
  const limits = { costBudget: { cost: 1, perMs: 60_000 } };
  const { origin } = await start({ supergraphSdl, settings: { limits } });
  const send = (signal?: AbortSignal) =>
    fetch(`${origin}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: '{ slow { id } }' }),
      ...(signal && { signal }),
    });
  const client = new AbortController();
  const hungUp = send(client.signal);
  await isAsked;
  client.abort();
  await expect(hungUp).rejects.toThrow('abort');
  await isLeft;
  expect((await send()).status).toBe(429);
  expect(calls).toBe(1);
});
