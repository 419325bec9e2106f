import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { composeServices } from '@apollo/composition';
import { parse } from 'graphql';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { readStandaloneConfig, type StandaloneConfig } from '../config.ts';
import { startStandaloneGateway } from './start-standalone.ts';

let folder: string;
let subgraph: Server;
let sdl: string;
let origin: string;
let stop: (() => Promise<void>) | undefined;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'accounts-center-standalone-'));
  sdl = 'type Query { a: Int }';
  subgraph = createServer((_, response) => response.end(JSON.stringify({ data: { _service: { sdl } } })));
  origin = `http://127.0.0.1:${await listening(subgraph)}`;
});
afterEach(async () => {
  await stop?.();
  stop = undefined;
  subgraph.close();
  await rm(folder, { recursive: true, force: true });
});

async function listening(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

async function freePort(): Promise<number> {
  const server = createServer();
  const port = await listening(server);
  server.close();
  await once(server, 'close');
  return port;
}

function configOf(args: readonly string[], env: Record<string, string> = {}): StandaloneConfig {
  const config = readStandaloneConfig(args, { LOG_LEVEL: 'silent', ...env });
  if (config === undefined) throw new Error('It is no command line of a standalone gateway.');
  return config;
}

async function composing(): Promise<StandaloneConfig> {
  const file = join(folder, 'gateway.yaml');
  await writeFile(file, `schema: { compose: { one: { url: "${origin}" } } }`);
  return configOf(['--settings', file, '--port', String(await freePort())]);
}

it('ends with what is wrong when a subgraph says something that is no SDL, rather than wait for another', async () => {
  sdl = 'type Query {';
  await expect(startStandaloneGateway(await composing())).rejects.toMatchObject({
    problems: [expect.stringMatching(/^the subgraphs: one: Syntax Error/)],
  });
});

it.each([
  ['no event bus', undefined],
  ['the event bus of NATS_URL', { 'event bus': false }],
])('has %s among what it needs', async (_, dependencies) => {
  const { supergraphSdl = '' } = composeServices([{ name: 'one', url: origin, typeDefs: parse(sdl) }]);
  const file = join(folder, 'supergraph.graphql');
  await writeFile(file, supergraphSdl);
  const port = await freePort();
  // Nobody is there: what it needs is away.
  const env = dependencies && { NATS_URL: `nats://127.0.0.1:${await freePort()}` };
  stop = await startStandaloneGateway(configOf(['--supergraph', file, '--port', String(port)], env));
  const answer = await fetch(`http://127.0.0.1:${port}/ready`);
  expect(((await answer.json()) as { dependencies?: object }).dependencies).toEqual(dependencies);
});
