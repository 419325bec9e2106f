import { silentLogger } from '@accounts-center/subgraph-kit';
import { ApolloServer, HeaderMap } from '@apollo/server';
import Fastify, { type FastifyInstance } from 'fastify';
import { afterEach, expect, it, vi } from 'vitest';
import { addAuthentication, callerOf } from '../plugins/authentication.ts';
import { addErrorAnswers } from '../plugins/error-answers.ts';
import { defaultSettings } from '../settings/settings.ts';
import { openCallerLimits } from './open-caller-limits.ts';
import { openCounters } from './open-counters.ts';
import { type RateLimitContext, rateLimitOperations } from './rate-limit-operations.ts';
import { addRateLimits } from './rate-limit-requests.ts';
import { createRateLimits } from './rate-limits.ts';
import type { RateLimitRule } from './rules.ts';

const typeDefs = `type Query { name: String me: String } type Mutation { signIn(of: Int): Int touch: Int }`;
const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  vi.useRealTimers();
  for (const close of closers.splice(0)) await close();
});

/** A server with nothing but limits. */
async function serve(rules: readonly RateLimitRule[], trustProxy: boolean | string = false) {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.UTC(2026, 10, 23) });
  const limits = createRateLimits(rules, await openCounters('memory', silentLogger));
  if (!limits) throw new Error('no rules');
  const apollo = new ApolloServer<RateLimitContext>({
    typeDefs,
    logger: silentLogger,
    allowBatchedHttpRequests: true,
    stopOnTerminationSignals: false,
    csrfPrevention: false,
    plugins: [rateLimitOperations(limits)],
  });
  await apollo.start();
  const server = Fastify({ trustProxy });
  addErrorAnswers(server, silentLogger);
  let bodies = 0;
  await server.register(async (scope) => {
    addRateLimits(scope, limits, () => addAuthentication(scope, { log: silentLogger }));
    scope.addHook('preParsing', async () => void (bodies += 1));
    scope.post('/graphql', async (request, reply) => {
      const answer = await apollo.executeHTTPGraphQLRequest({
        httpGraphQLRequest: {
          method: 'POST',
          headers: new HeaderMap([['content-type', 'application/json']]),
          search: '',
          body: request.body,
        },
        context: async () => ({ caller: callerOf(request), counted: request.counted }),
      });
      for (const [name, value] of answer.headers) reply.header(name, value);
      return reply.code(answer.status ?? 200).send(answer.body.kind === 'complete' ? answer.body.string : '');
    });
  });
  closers.push(
    () => server.close(),
    () => apollo.stop(),
  );
  const bySocket = async (query: string, clientAddress = '192.0.2.1') => {
    const { body } = await apollo.executeOperation({ query }, { contextValue: { caller: { clientAddress } } });
    return body.kind === 'single' && body.singleResult.errors?.[0]?.extensions?.['code'];
  };
  return { ask: asking(server), bySocket, bodies: () => bodies };
}

function asking(server: FastifyInstance) {
  return async (
    query: string | readonly string[],
    remoteAddress = '192.0.2.1',
    headers: Record<string, string> = {},
  ) => {
    const payload = typeof query === 'string' ? { query } : query.map((each) => ({ query: each }));
    const answer = await server.inject({ method: 'POST', url: '/graphql', payload, remoteAddress, headers });
    const { ratelimit, 'ratelimit-policy': policy, 'retry-after': retryAfter } = answer.headers;
    return { status: answer.statusCode, ratelimit, policy, retryAfter, body: answer.json<unknown>() };
  };
}

const rule = (told: Partial<RateLimitRule> & Pick<RateLimitRule, 'name' | 'by'>): RateLimitRule => ({
  limit: 2,
  perMs: 60_000,
  ...told,
});
const statusesOf = async (asked: Promise<{ status: number }>[]): Promise<number[]> =>
  (await Promise.all(asked)).map(({ status }) => status);

it('tells what is left, and refuses what is too much before its body is read', async () => {
  const { ask, bodies } = await serve([rule({ name: 'all', by: 'address' })]);
  expect(await ask('{ name }')).toEqual({
    status: 200,
    ratelimit: '"all";r=1;t=60',
    policy: '"all";q=2;w=60',
    retryAfter: undefined,
    body: { data: { name: null } },
  });
  vi.setSystemTime(Date.now() + 20_500);
  expect((await ask('{ name }')).ratelimit).toBe('"all";r=0;t=40');
  expect(await ask('{ name }')).toEqual({
    status: 429,
    ratelimit: '"all";r=0;t=40',
    policy: '"all";q=2;w=60',
    retryAfter: '40',
    body: {
      errors: [
        {
          message: 'Too many requests. Try again in 40 s.',
          extensions: { code: 'RATE_LIMITED', requestId: expect.any(String) },
        },
      ],
    },
  });
  expect(bodies()).toBe(2);
  vi.setSystemTime(Date.now() + 40_000);
  expect((await ask('{ name }')).status).toBe(200);
});

it('counts a request that has no valid operation, too', async () => {
  const { ask } = await serve([rule({ name: 'all', by: 'address' })]);
  expect(await statusesOf([ask('{ nothing }'), ask('{'), ask('{ name }')])).toEqual([400, 400, 429]);
});

it('counts operations by their root fields, besides', async () => {
  const { ask } = await serve([
    rule({ name: 'all', by: 'address', limit: 100 }),
    rule({ name: 'guesses', by: 'address', operations: ['signIn'], limit: 5, perMs: 3_600_000 }),
  ]);
  expect(await ask('mutation { signIn }')).toMatchObject({
    ratelimit: '"all";r=99;t=60, "guesses";r=4;t=3600',
    policy: '"all";q=100;w=60, "guesses";q=5;w=3600',
  });
  expect((await ask('{ name }')).policy).toBe('"all";q=100;w=60');
  const aliases = Array.from({ length: 20 }, (_, at) => `a${at}: signIn(of: ${at})`).join(' ');
  expect(await ask(`mutation { ${aliases} }`)).toMatchObject({
    status: 429,
    retryAfter: '3600',
    body: { errors: [{ extensions: { code: 'RATE_LIMITED' } }] },
  });
  expect(await statusesOf([ask('mutation touch { signIn }'), ask('mutation { touch }')])).toEqual([429, 200]);
});

it('counts each operation of a batch', async () => {
  const { ask } = await serve([rule({ name: 'all', by: 'address', limit: 4 })]);
  expect((await ask(['{ name }', '{ me }', '{ name }'])).status).toBe(200);
  expect((await ask('{ name }')).ratelimit).toBe('"all";r=0;t=60');
  expect((await ask(['{ name }'])).status).toBe(429);
  const another = await serve([rule({ name: 'all', by: 'address', limit: 4 })]);
  expect(await another.ask(Array.from({ length: 10 }, () => '{ name }'))).toMatchObject({
    status: 429,
    retryAfter: '60',
  });
});

it('counts operations of batches and of WebSockets that are not valid, and refuses them', async () => {
  const { ask, bySocket } = await serve([rule({ name: 'all', by: 'address', limit: 4 })]);
  expect((await ask(['{', '{ nothing }', '{ name }'])).status).not.toBe(429);
  const codes = [await bySocket('{'), await bySocket('{'), await bySocket('{ nothing }'), await bySocket('{ name }')];
  expect(codes).toEqual(['GRAPHQL_PARSE_FAILED', 'RATE_LIMITED', 'RATE_LIMITED', 'RATE_LIMITED']);
});

it('counts operations that come otherwise', async () => {
  const { ask, bySocket } = await serve([rule({ name: 'all', by: 'address' })]);
  await ask('{ name }');
  expect([await bySocket('{ name }'), await bySocket('{ name }')]).toEqual([undefined, 'RATE_LIMITED']);
  expect(await bySocket('{ name }', '192.0.2.2')).toBeUndefined();
});

it('takes the addresses of one network for one', async () => {
  const { ask } = await serve([rule({ name: 'all', by: 'address' })]);
  const from = (last: string) => ask('{ name }', `2001:db8:1:2:${last}`);
  expect(await statusesOf([from('0:0:0:1'), from('9:8:7:6'), from('a:b:c:d')])).toEqual([200, 200, 429]);
  expect((await ask('{ name }', '2001:db8:1:3::1')).status).toBe(200);
});

it('believes x-forwarded-for of proxies that are trusted, and of nobody else', async () => {
  const spoofed = (at: number) => ({ 'x-forwarded-for': `198.51.100.${at}` });
  const rules = [rule({ name: 'all', by: 'address' })];
  const direct = await serve(rules);
  expect(await statusesOf([1, 2, 3].map((at) => direct.ask('{ name }', '192.0.2.1', spoofed(at))))).toEqual([
    200, 200, 429,
  ]);
  const behind = await serve(rules, '192.0.2.1');
  expect(await statusesOf([1, 2, 3].map((at) => behind.ask('{ name }', '192.0.2.1', spoofed(at))))).toEqual([
    200, 200, 200,
  ]);
  expect(await statusesOf([1, 2, 3].map((at) => behind.ask('{ name }', '192.0.2.9', spoofed(at))))).toEqual([
    200, 200, 429,
  ]);
});

it('can count what everybody asks for together', async () => {
  const { ask } = await serve([rule({ name: 'each', by: 'operation' })]);
  expect(await ask('{ name a: name }', '192.0.2.1')).toMatchObject({ status: 200, ratelimit: '"each";r=0;t=60' });
  expect(await statusesOf([ask('{ name }', '192.0.2.2'), ask('{ me }', '192.0.2.2')])).toEqual([429, 200]);
});

it('lets as many pass as the limit says, however many ask at once', async () => {
  const { ask } = await serve([
    rule({ name: 'all', by: 'account', limit: 50 }),
    rule({ name: 'guesses', by: 'address', operations: ['signIn'], limit: 7 }),
  ]);
  const statuses = await statusesOf(Array.from({ length: 40 }, () => ask('mutation { signIn }')));
  expect(statuses.filter((status) => status === 200)).toHaveLength(7);
});

it('opens no store where nothing is counted', async () => {
  const { limits } = defaultSettings({ development: false, graph: 'own' });
  const store = 'file:/nowhere/at/all.db';
  const none = await openCallerLimits({ limits, rateLimits: { store, rules: [] } }, silentLogger);
  expect([none.rateLimits, none.budget]).toEqual([undefined, undefined]);
  const rules = [rule({ name: 'all', by: 'address' })];
  await expect(openCallerLimits({ limits, rateLimits: { store, rules } }, silentLogger)).rejects.toThrow('directory');
  const costBudget = { cost: 10, perMs: 1_000 };
  const both = await openCallerLimits(
    { limits: { ...limits, costBudget }, rateLimits: { store: 'memory', rules } },
    silentLogger,
  );
  expect([both.rateLimits, both.budget]).toEqual([expect.anything(), expect.anything()]);
  await both.close();
});
