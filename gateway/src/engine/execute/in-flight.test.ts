import type { AbortSignalLike } from '@accounts-center/subgraph-kit';
import { expect, it } from 'vitest';
import type { SubgraphAnswer } from '../../transport/subgraph-transport.ts';
import { type CallKey, InFlight } from './in-flight.ts';

const key = (body: string, identity = 'ann', service = 'posts'): CallKey => ({ service, identity, body });
const answer = (): SubgraphAnswer => ({ ok: true, result: { data: { list: [{ id: '1' }] } } });

it('equal requests under way are sent once, and nobody sees what another does with the answer', async () => {
  const calls = new InFlight();
  let sent = 0;
  const send = async (): Promise<SubgraphAnswer> => {
    sent += 1;
    return answer();
  };
  const first = calls.share(key('a'), undefined, send).then((given) => {
    if (given.ok && given.result.data) given.result.data['list'] = 'spoiled';
    return given;
  });
  const others = [calls.share(key('a'), undefined, send), calls.share(key('a'), undefined, send)];
  await first;
  expect(await Promise.all(others)).toEqual([answer(), answer()]);
  expect(sent).toBe(1);
  await calls.share(key('a'), undefined, send);
  await calls.share(key('b'), undefined, send);
  expect(sent).toBe(3);
});

it('what is nested too deeply to be copied is no answer, for anybody', async () => {
  const calls = new InFlight();
  const depth = 100_000;
  const data = JSON.parse(`{"a":${'['.repeat(depth)}${']'.repeat(depth)}}`) as Record<string, unknown>;
  const send = async (): Promise<SubgraphAnswer> => ({ ok: true, result: { data } });
  const answers = await Promise.all([calls.share(key('a'), undefined, send), calls.share(key('a'), undefined, send)]);
  expect(answers).toMatchObject([
    { ok: false, reason: 'unusable' },
    { ok: false, reason: 'unusable' },
  ]);
});

it('nobody joins what was under way when it was closed', async () => {
  const calls = new InFlight();
  const { promise, resolve } = deferred();
  const old = calls.share(key('a'), undefined, () => promise);
  calls.close();
  expect(await calls.share(key('a'), undefined, async () => answer())).toEqual(answer());
  resolve({ ok: false, reason: 'lost', cause: undefined });
  expect(await old).toMatchObject({ ok: false });
});

it('a call goes on until the last of those who wait for it has gone, and nobody joins it then', async () => {
  const calls = new InFlight();
  const { promise, resolve } = deferred();
  let given: AbortSignalLike | undefined;
  let sent = 0;
  const send = (signal: AbortSignalLike): Promise<SubgraphAnswer> => {
    given = signal;
    sent += 1;
    return sent === 1 ? promise : Promise.resolve(answer());
  };
  const [first, second] = [new AbortController(), new AbortController()];
  const shared = [calls.share(key('a'), first.signal, send), calls.share(key('a'), second.signal, send)];
  const abandoned = given;
  first.abort();
  expect(abandoned?.aborted).toBe(false);
  second.abort();
  expect(abandoned?.aborted).toBe(true);

  expect(await calls.share(key('a'), new AbortController().signal, send)).toEqual(answer());
  expect([sent, given?.aborted]).toEqual([2, false]);
  resolve({ ok: false, reason: 'lost', cause: undefined });
  expect(await Promise.all(shared)).toMatchObject([{ reason: 'lost' }, { reason: 'lost' }]);
});

it('a call for somebody who never goes is never given up', async () => {
  const calls = new InFlight();
  const leaving = new AbortController();
  const given: AbortSignalLike[] = [];
  const send = async (signal: AbortSignalLike): Promise<SubgraphAnswer> => {
    given.push(signal);
    return answer();
  };
  const shared = [calls.share(key('a'), leaving.signal, send), calls.share(key('a'), undefined, send)];
  leaving.abort();
  await Promise.all(shared);
  expect(given.map((signal) => signal.aborted)).toEqual([false]);
});

it.each([
  ['late', 2, true],
  ['lost', 1, false],
] as const)('a call that is %s is sent %i times in all: time is up for its sender only', async (reason, times, ok) => {
  const calls = new InFlight();
  let sent = 0;
  const send = async (): Promise<SubgraphAnswer> => {
    sent += 1;
    return sent === 1 ? { ok: false, reason, cause: undefined } : answer();
  };
  const all = [1, 2, 3].map(() => calls.share(key('a'), undefined, send));
  expect((await Promise.all(all)).map((each) => each.ok)).toEqual([false, ok, ok]);
  expect(sent).toBe(times);
});

function deferred() {
  let resolve: (answer: SubgraphAnswer) => void = () => {};
  const promise = new Promise<SubgraphAnswer>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}

it('only what is the same in all of service, identity and body is shared', async () => {
  const calls = new InFlight();
  const sent: string[] = [];
  const keys = [key('a'), key('b'), key('a', 'bob'), key('a', 'ann', 'users'), key('a')];
  const shared = keys.map((one) =>
    calls.share(one, undefined, async () => {
      sent.push(Object.values(one).join());
      return answer();
    }),
  );
  await Promise.all(shared);
  expect(sent).toEqual(['posts,ann,a', 'posts,ann,b', 'posts,bob,a', 'users,ann,a']);
});

it('who comes after a call was given up joins the one that was sent instead', async () => {
  const calls = new InFlight();
  const { promise, resolve } = deferred();
  let sent = 0;
  const send = (): Promise<SubgraphAnswer> => {
    sent += 1;
    return promise;
  };
  const leaving = new AbortController();
  const shared = [calls.share(key('a'), leaving.signal, send)];
  leaving.abort();
  shared.push(calls.share(key('a'), undefined, send), calls.share(key('a'), undefined, send));
  resolve(answer());
  await Promise.all(shared);
  expect(sent).toBe(2);
});
