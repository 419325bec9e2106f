// Real subgraphs over HTTP that hang, die, break off, recover: what each costs, and whom.
import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createLogger, systemClock } from '@accounts-center/subgraph-kit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type SettingsInput, settingsSchema } from '../settings/settings.ts';
import { half, hang, inTurn, reset, says } from '../testing/ways-to-answer.ts';
import type { CallObserver } from '../transport/call-observer.ts';
import type { SubgraphAnswer } from '../transport/subgraph-transport.ts';
import { createHttpSubgraphs, type HttpSubgraphs } from './http-subgraphs.ts';

const QUERY = { query: '{ a }', isMutation: false };
const MUTATION = { query: 'mutation { a }', isMutation: true };
const works = says(200, '{"data":{"a":"x"}}');

/** What `posts` answers; `people`, at the same address, always answers. */
let answer: RequestListener;
let server: Server;
let port: number;
let subgraphs: HttpSubgraphs;
let logged: { level: number; msg: string }[];
let events: string[];
let nowMs: number;
/** Calls of `posts` that have come. */
let calls: IncomingMessage[];

const observer: CallObserver = {
  onCall: (service, outcome) => events.push(`${service} ${outcome}`),
  onRetry: (service, attempt) => events.push(`${service} again ${attempt}`),
  onBreaker: (service, state) => events.push(`${service} ${state}`),
  onQueue: (service, waiting) => events.push(`${service} ${waiting} wait`),
};

beforeEach(async () => {
  [logged, events, calls, nowMs] = [[], [], [], 0];
  answer = works;
  server = createServer((request, response) => {
    request.resume();
    if (request.url === '/people') return works(request, response);
    calls.push(request);
    answer(request, response);
    server.emit('call');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  ({ port } = server.address() as AddressInfo);
  use({});
});
afterEach(async () => {
  server.closeAllConnections();
  server.close();
  await subgraphs.close();
});

/** Calls subgraphs with these settings from now on. */
function use(all: NonNullable<NonNullable<SettingsInput['subgraphs']>['all']>, named: object = {}): void {
  const write = (line: string): void => void logged.push(JSON.parse(line) as (typeof logged)[number]);
  subgraphs = createHttpSubgraphs({
    addressOf: (service) => `http://127.0.0.1:${port}/${service}`,
    settings: settingsSchema({ development: false, graph: 'any' }).parse({ subgraphs: { all, named } }).subgraphs,
    clock: systemClock,
    log: createLogger({ name: 'test', level: 'info', destination: { write } }),
    observer,
    now: () => nowMs,
    random: () => 0,
  });
}

const ask = (operation: typeof QUERY = QUERY, { signal, ...caller }: AskOptions = {}): Promise<SubgraphAnswer> =>
  subgraphs.ask('posts', operation, { clientAddress: '', ...caller }, signal);
interface AskOptions {
  readonly signal?: AbortSignal;
  readonly answerBy?: Date;
  readonly forwarded?: Record<string, string>;
}
const came = async (count: number): Promise<void> => {
  while (calls.length < count) await once(server, 'call');
};
const reasonOf = (given: SubgraphAnswer): string => (given.ok ? 'answered' : given.reason);

describe('a query that got no answer', () => {
  it.each<[string, RequestListener]>([
    ['the connection is reset', reset],
    ['the answer breaks off', half],
    ['a proxy has no subgraph', says(502, '<h1>Bad Gateway</h1>')],
    ['a proxy has none that is ready', says(503, '')],
    ['a proxy waits in vain', says(504, 'no')],
  ])('is sent again once, as %s, and gets it then', async (_, failure) => {
    answer = inTurn(failure, works);
    expect(await ask()).toMatchObject({ ok: true, result: { data: { a: 'x' } } });
    expect(calls).toHaveLength(2);
    expect(events).toEqual(['posts again 1', 'posts answered']);
  });

  it('is sent again as often as told, within the budget', async () => {
    use({ retries: 3, retryBudget: 0.5 });
    answer = reset;
    expect(reasonOf(await ask())).toBe('lost');
    expect(calls).toHaveLength(2); // 1.5 saved
    nowMs += 5_000;
    await ask();
    expect(calls).toHaveLength(6);
  });

  it('is not sent again without retries, nor without a budget', async () => {
    answer = reset;
    use({ retries: 0 });
    await ask();
    use({ retryBudget: 0 });
    await ask();
    expect(calls).toHaveLength(2);
  });

  it.each<[string, RequestListener, string]>([
    [
      'GraphQL errors, of whatever status',
      says(503, '{"errors":[{"message":"n","extensions":{"code":"NO"}}]}'),
      'answered',
    ],
    ['what is no GraphQL, from whoever is there', says(404, '<h1>Not found</h1>'), 'unusable'],
  ])('is not sent again after %s', async (_, listener, outcome) => {
    answer = listener;
    expect(reasonOf(await ask())).toBe(outcome);
    expect(calls).toHaveLength(1);
  });

  it('is not sent again after its time, however many repetitions there were', async () => {
    use({ timeoutMs: 50, retries: 5 });
    answer = hang;
    expect(reasonOf(await ask())).toBe('timed-out');
    expect(events).toEqual(['posts timed-out']);
  });

  it('is not sent again when nobody waits for it any more', async () => {
    const controller = new AbortController();
    answer = (...call) => {
      controller.abort();
      reset(...call);
    };
    expect((await ask(QUERY, { signal: controller.signal })).ok).toBe(false);
    expect(calls).toHaveLength(1);
    expect([events, logged]).toEqual([['posts gone'], []]);
  });
});

it.each([
  ['a mutation', MUTATION],
  ['what may be one', { query: '{ a }' } as typeof QUERY],
])('%s is never sent again', async (_, operation) => {
  use({ retries: 5 });
  for (const failure of [reset, half, says(503, '')]) {
    answer = failure;
    expect(reasonOf(await ask(operation))).toBe('lost');
  }
  expect(calls).toHaveLength(3);
});

it('a call has the time that is left of the whole operation, and is not made without', async () => {
  answer = hang;
  expect(reasonOf(await ask(QUERY, { answerBy: new Date(Date.now() - 1) }))).toBe('late');
  expect(calls).toEqual([]);
  expect(reasonOf(await ask(QUERY, { answerBy: new Date(Date.now() + 30) }))).toBe('late');
});

describe('a subgraph whose calls fail', () => {
  const settings = { retries: 0, breakerMinimumCalls: 4, breakerRestMs: 1_000 };
  const failTimes = async (count: number): Promise<void> => {
    for (let index = 0; index < count; index++) await ask();
  };

  it('is left alone, tried by one call after a while, and asked again when it answers; the log says so once', async () => {
    use(settings);
    answer = reset;
    await failTimes(4);
    expect(calls).toHaveLength(4);
    expect(await Promise.all([ask(), ask(MUTATION)])).toMatchObject([{ reason: 'refused' }, { reason: 'refused' }]);
    expect(calls).toHaveLength(4);

    nowMs += 1_000;
    answer = hang;
    const controller = new AbortController();
    const trial = ask(QUERY, { signal: controller.signal });
    await came(5);
    expect(reasonOf(await ask())).toBe('refused'); // and does not wait for the one that tries
    controller.abort();
    await trial;

    answer = works;
    expect(await Promise.all([ask(), ask()])).toMatchObject([{ ok: true }, { reason: 'refused' }]);
    expect((await ask()).ok).toBe(true);
    expect(calls).toHaveLength(7);
    expect(events.filter((each) => /open|closed/.test(each))).toEqual([
      'posts open',
      'posts half-open',
      'posts open',
      'posts half-open',
      'posts closed',
    ]);
    expect(logged.map(({ level, msg }) => [level, msg])).toEqual([
      [40, expect.stringContaining('The answer of the service posts was lost')],
      [40, expect.stringContaining("The service posts can't be reached: too many calls failed, so it is left alone")],
      [40, expect.stringContaining('The service posts answers again. Calls that failed meanwhile: 4')],
      [40, expect.stringContaining('The service posts answers again. Calls that failed meanwhile: 6')],
    ]);
  });

  it('is left alone when it is not there at all, and when it hangs', async () => {
    use({ ...settings, timeoutMs: 20 });
    answer = hang;
    await failTimes(5);
    const timedOut = 'posts timed-out';
    expect(events).toEqual([timedOut, timedOut, timedOut, 'posts open', timedOut, 'posts refused']);
    server.closeAllConnections();
    server.close();
    use(settings);
    await failTimes(3);
    expect(reasonOf(await ask())).toBe('unreachable');
    expect(reasonOf(await ask())).toBe('refused');
  });

  it('is not left alone for what clients do or ask for', async () => {
    use({ ...settings, timeoutMs: 10_000 });
    answer = says(400, '{"errors":[{"message":"no"}]}');
    await failTimes(10);
    answer = says(413, '<h1>Too large</h1>');
    await failTimes(10);
    answer = hang;
    for (let index = 0; index < 10; index++) {
      const controller = new AbortController();
      const call = ask(QUERY, { signal: controller.signal });
      await came(21 + index);
      controller.abort();
      await call;
    }
    for (let index = 0; index < 5; index++) await ask(QUERY, { answerBy: new Date(Date.now() + 5) });
    answer = works;
    expect((await ask()).ok).toBe(true);
  });
});

describe('a subgraph that hangs', () => {
  it('has so many calls under way and so many that wait; others are refused at once, and nobody else is kept waiting', async () => {
    use({ maxConcurrent: 2, maxQueued: 1, retries: 0 });
    answer = hang;
    const controllers = [0, 1, 2].map(() => new AbortController());
    const hanging = controllers.map(({ signal }) => ask(QUERY, { signal }));
    await came(2);
    expect(await ask()).toMatchObject({ ok: false, reason: 'refused' });
    // At the same address, and over the same kind of connections.
    for (let index = 0; index < 5; index++)
      expect((await subgraphs.ask('people', QUERY, { clientAddress: '' })).ok).toBe(true);

    // Whoever waits and goes makes room to wait for another one, who has its turn when a call ends.
    controllers[2]?.abort();
    expect((await hanging[2])?.ok).toBe(false);
    const next = ask();
    answer = works;
    controllers[0]?.abort();
    expect((await next).ok).toBe(true);
    expect(calls).toHaveLength(3);
    controllers[1]?.abort();
    await Promise.all(hanging);
    expect(events.filter((each) => each.includes('wait'))).toEqual([
      'posts 1 wait',
      'posts 0 wait',
      'posts 1 wait',
      'posts 0 wait',
    ]);
    expect(logged.map(({ msg }) => msg)).toEqual([
      expect.stringContaining('2 calls are under way, others waited'),
      expect.stringContaining('answers again. Calls that failed meanwhile: 1'),
    ]);
  });

  it('costs those who wait no more than their time', async () => {
    use({ maxConcurrent: 1, timeoutMs: 40, retries: 0 });
    answer = hang;
    const answers = await Promise.all([ask(), ask(), ask(QUERY, { answerBy: new Date(Date.now() + 10) })]);
    expect(answers.map(reasonOf)).toEqual(['timed-out', 'timed-out', 'late']);
  });
});

it('the headers of a call are those of its rules and its own', async () => {
  use({ setHeaders: { 'x-gateway': 'ours' } }, { posts: { forwardHeaders: ['authorization'] } });
  await ask(QUERY, { forwarded: { authorization: 'Bearer t', cookie: 'c=1', host: 'evil', 'content-length': '1' } });
  await ask(QUERY, { forwarded: { authorization: 'a\r\nx-evil: 1' } });
  const { headers } = calls[0] as IncomingMessage;
  expect(headers).toMatchObject({
    authorization: 'Bearer t',
    'x-gateway': 'ours',
    'content-type': 'application/json',
    host: expect.stringContaining('127.0.0.1'),
  });
  expect(headers).not.toHaveProperty('cookie');
  expect(Object.keys(calls[1]?.headers ?? {})).not.toEqual(expect.arrayContaining(['authorization', 'x-evil']));
});
