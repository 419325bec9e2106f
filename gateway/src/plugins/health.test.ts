import { drain, movableClock, silentLogger } from '@accounts-center/subgraph-kit';
import type { FastifyInstance } from 'fastify';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { askByQuery, readinessOf, readinessOfLate } from '../readiness.ts';
import { createServer } from '../server.ts';
import { addHealth } from './health.ts';

let failing: Set<string>;
let server: FastifyInstance;
beforeEach(() => {
  failing = new Set();
  server = createServer({ log: silentLogger, trustedProxies: [] });
  const check = (name: string) => async () => {
    if (failing.has(name)) throw new Error(`${name} is down`);
  };
  const ready = () =>
    readinessOf({
      subgraphs: ['people', 'posts'],
      askSubgraph: (service) => check(service)(),
      checks: { 'rate limits': check('rate limits'), 'event bus': check('event bus') },
      log: silentLogger,
    });
  addHealth(server, ready);
});
afterEach(() => server.close());

const ask = async (url: string) => {
  const answer = await server.inject(url);
  return [answer.statusCode, answer.json()] as const;
};
const dependencies = { 'rate limits': true, 'event bus': true };

it('all that is needed is named, each with its state', async () => {
  const services = { people: true, posts: true };
  expect(await ask('/ready')).toEqual([200, { service: 'gateway', status: 'ready', services, dependencies }]);
  expect(await ask('/health')).toEqual([200, { service: 'gateway', status: 'alive' }]);
});

it.each(['rate limits', 'event bus'])('without the %s it is not ready, and lives on', async (name) => {
  failing.add(name);
  expect(await ask('/ready')).toMatchObject([
    503,
    { status: 'not ready', dependencies: { ...dependencies, [name]: false } },
  ]);
  expect((await ask('/ready?only=gateway'))[0]).toBe(200);
  expect((await ask('/health'))[0]).toBe(200);
});

it('a subgraph that is away is no reason to take the gateway away, for those who say so', async () => {
  failing.add('posts');
  const services = { people: true, posts: false };
  expect(await ask('/ready')).toMatchObject([503, { status: 'not ready', services }]);
  expect(await ask('/ready?only=gateway')).toMatchObject([200, { status: 'not ready', services }]);
});

it('nothing is ready any more from the moment on at which the process is told to end', async () => {
  const origin = await server.listen({ host: '127.0.0.1', port: 0 });
  const ended = drain(server, { announceMs: 300 });
  const answer = await fetch(`${origin}/ready?only=gateway`);
  expect([answer.status, await answer.json()]).toEqual([503, { service: 'gateway', status: 'ending' }]);
  await ended;
});

it('any subgraph can be asked, by what each of them answers', async () => {
  const subgraphs = {
    ask: async (service: string, { query }: { query: string }) =>
      service === 'people' && query === '{__typename}'
        ? ({ ok: true, result: { data: { __typename: 'Query' } } } as const)
        : ({ ok: false, reason: 'unreachable', cause: new Error('away') } as const),
  };
  const clock = movableClock(new Date('2026-11-23T10:00:00Z'));
  const askSubgraph = askByQuery(subgraphs, 'nobody');
  const ready = readinessOfLate(
    () => readinessOf({ subgraphs: ['people', 'posts'], askSubgraph, log: silentLogger }),
    clock,
  );
  expect(await ready()).toEqual({ isReady: false, services: { people: true, posts: false } });
});
