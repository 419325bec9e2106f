import { Agent, type IncomingMessage, request } from 'node:http';
import type { FastifyInstance } from 'fastify';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { systemClock } from './clock.ts';
import { drain } from './drain.ts';
import { createIdentityVerifier } from './identity/identity-verifier.ts';
import { generateKeyring } from './identity/keyring.ts';
import { silentLogger } from './logger.ts';
import { createServiceServer } from './server.ts';

const verifier = createIdentityVerifier({
  audience: 'posts',
  keyring: generateKeyring(['gateway>posts']),
  allowedIssuers: ['gateway'],
  clock: systemClock,
});

/** A service that takes a few turns of the event loop for an answer. */
function createBusyServer(): FastifyInstance {
  const server = createServiceServer({ name: 'posts', log: silentLogger, verifier });
  server.post('/work', { config: { isPublic: true } }, async ({ body }) => {
    for (let turn = 0; turn < 20; turn += 1) await new Promise(setImmediate);
    return body;
  });
  server.post('/held', { config: { isPublic: true } }, async () => {
    begun += 1;
    await released;
    return {};
  });
  return server;
}

interface Answer {
  readonly status: number | undefined;
  readonly body: string;
  readonly connection: string | undefined;
}

/** Sends a request over a connection that is kept open. @throws when there is no answer */
function send(agent: Agent, origin: string, method: 'GET' | 'POST', path: string, payload?: object): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json' };
    const sent = request(new URL(path, origin), { method, agent, headers }, (response: IncomingMessage) => {
      let body = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => void (body += chunk));
      response.on('end', () => resolve({ status: response.statusCode, body, connection: response.headers.connection }));
      response.on('error', reject);
    });
    sent.on('error', reject);
    sent.end(payload && JSON.stringify(payload));
  });
}

let begun: number;
let released: Promise<void>;
let release: () => void;
let servers: FastifyInstance[];
let origins: string[];
const agents: Agent[] = [];
beforeEach(async () => {
  begun = 0;
  released = new Promise((resolve) => void (release = resolve));
  servers = [createBusyServer(), createBusyServer()];
  origins = await Promise.all(servers.map((server) => server.listen({ host: '127.0.0.1', port: 0 })));
});
afterEach(async () => {
  for (const agent of agents.splice(0)) agent.destroy();
  await Promise.all(servers.map((server) => server.close()));
});

const newAgent = (): Agent => {
  const agent = new Agent({ keepAlive: true, maxSockets: 4 });
  agents.push(agent);
  return agent;
};

it('under load, with a load balancer that looks at /ready, no request is lost when one of two servers ends', async () => {
  const [leaving] = servers as [FastifyInstance];
  const isReady = [true, true];
  const served = [0, 0];
  const failures: unknown[] = [];
  let isOver = false;
  const watch = async (index: number): Promise<void> => {
    const agent = newAgent();
    while (!isOver && isReady[index] === true) {
      const answer = await send(agent, origins[index] ?? '', 'GET', '/ready').catch(() => undefined);
      isReady[index] = answer?.status === 200;
    }
  };
  const client = async (number: number): Promise<void> => {
    const agentOf = [newAgent(), newAgent()];
    for (let count = 0; !isOver; count += 1) {
      const index = isReady[0] === true && (count + number) % 2 === 0 ? 0 : 1;
      const payload = { number, count };
      try {
        const answer = await send(agentOf[index] as Agent, origins[index] ?? '', 'POST', '/work', payload);
        if (answer.status !== 200 || answer.body !== JSON.stringify(payload)) failures.push(answer);
        served[index] = (served[index] ?? 0) + 1;
      } catch (error) {
        failures.push(error);
      }
    }
  };
  const clients = Array.from({ length: 16 }, (_, number) => client(number));
  const watches = [watch(0), watch(1)];
  const enough = async (index: number, count: number): Promise<void> => {
    while ((served[index] ?? 0) < count) await new Promise(setImmediate);
  };
  await enough(0, 200);
  const before = served[0] ?? 0;
  await drain(leaving, { announceMs: 250 });
  expect(leaving.server.listening).toBe(false);
  await enough(1, (served[1] ?? 0) + 200);
  isOver = true;
  await Promise.all([...clients, ...watches]);
  expect(failures).toEqual([]);
  expect(isReady).toEqual([false, true]);
  expect(served[0]).toBeGreaterThanOrEqual(before);
});

it('/ready says at once that it is going to end, while all else is answered, each time for the last time on its connection', async () => {
  const [server] = servers as [FastifyInstance];
  const [origin = ''] = origins;
  const ended = drain(server, { announceMs: 300 });
  const ready = await fetch(`${origin}/ready`);
  expect([ready.status, await ready.json()]).toEqual([503, { service: 'posts', status: 'ending' }]);
  const answer = await fetch(`${origin}/health`);
  expect([answer.status, answer.headers.get('connection')]).toEqual([200, 'close']);
  await ended;
  await expect(fetch(`${origin}/health`)).rejects.toThrow('fetch failed');
});

it('without an announcement, too, whatever has begun is answered, over connections that are kept open', async () => {
  const [server] = servers as [FastifyInstance];
  const [origin = ''] = origins;
  const agent = newAgent();
  const first = await send(agent, origin, 'POST', '/work', {});
  const answers = Array.from({ length: 4 }, () => send(agent, origin, 'POST', '/held', {}));
  await vi.waitUntil(() => begun === 4);
  const ended = drain(server);
  release();
  const settled = await Promise.all(answers);
  await ended;
  expect([first, ...settled].map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
  expect(settled.map(({ connection }) => connection)).toEqual(['close', 'close', 'close', 'close']);
});
