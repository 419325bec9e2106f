import { EventEmitter, once } from 'node:events';
import { type ClientRequest, type RequestListener, request } from 'node:http';
import { type LocalOperation, REQUEST_TIMEOUT_HEADER } from '@accounts-center/subgraph-kit';
import { describe, expect, it } from 'vitest';
import { startConstellation } from './testing/constellation.ts';
import type { TestService } from './testing/services.ts';
import { WAYS } from './testing/ways.ts';

/** A call of a service that it never answers. */
interface Call {
  readonly timeoutMs: number;
  /** Settles when the gateway does not wait any more. */
  readonly ended: Promise<unknown>;
}

/** Calls of a service that hangs. */
interface Hanging {
  readonly calls: readonly Call[];
  /** Resolves when so many have come. */
  called(count: number): Promise<void>;
  /** Has the service answer what comes from now on; what came before stays without an answer. */
  recover(): void;
}

/** Has a service hang, and gives what it is called with, whichever way it is called. */
function hang(service: TestService): Hanging {
  const calls: Call[] = [];
  const arrivals = new EventEmitter();
  const take = (call: Call): void => {
    calls.push(call);
    arrivals.emit('call');
  };
  const { executeLocally } = service;
  const { server } = service.server;
  const answering = server.listeners('request') as RequestListener[];
  Object.assign(service, {
    executeLocally: ({ headers, signal }: LocalOperation) => {
      take({
        timeoutMs: Number(headers[REQUEST_TIMEOUT_HEADER]),
        ended: new Promise((resolve) => signal?.addEventListener('abort', () => resolve(undefined))),
      });
      return new Promise(() => {});
    },
  });
  server.removeAllListeners('request').on('request', (call) => {
    call.resume();
    take({ timeoutMs: Number(call.headers[REQUEST_TIMEOUT_HEADER]), ended: once(call.socket, 'close') });
  });
  return {
    calls,
    called: async (count) => {
      while (calls.length < count) await once(arrivals, 'call');
    },
    recover: () => {
      Object.assign(service, { executeLocally });
      server.removeAllListeners('request');
      for (const listener of answering) server.on('request', listener);
    },
  };
}

function send(address: string, query: string): ClientRequest {
  const call = request(`${address}/graphql`, { method: 'POST', headers: { 'content-type': 'application/json' } });
  call.on('error', () => {});
  call.end(JSON.stringify({ query }));
  return call;
}

function leave(call: ClientRequest): Promise<void> {
  return new Promise((resolve) => {
    call.on('close', resolve);
    call.destroy();
  });
}

describe.each(WAYS)('calls of services %s', (way) => {
  it('end when nobody waits for the answer any more, and not before', async () => {
    await using family = await startConstellation(way);
    const { calls, called } = hang(family.instagram);
    const address = await family.gateway.listen({ host: '127.0.0.1', port: 0 });
    const own = send(address, '{ instagramCaller }');
    await called(1);
    // These two share the call of instagram; the second one has come when it calls the other service as well.
    const first = send(address, '{ instagramEcho(text: "a") }');
    await called(2);
    const second = send(address, '{ instagramEcho(text: "a") centerCaller }');
    await expect.poll(() => family.center.identities.length, { timeout: 10_000 }).toBe(1);
    expect(calls).toHaveLength(2);

    const [ownCall, sharedCall] = calls;
    let isEnded = false;
    void sharedCall?.ended.then(() => (isEnded = true));
    await leave(first);
    await leave(own);
    await ownCall?.ended;
    expect((await family.ask('{ centerCaller }')).status).toBe(200);
    expect(isEnded).toBe(false);
    await leave(second);
    await sharedCall?.ended;
    expect(family.logged()).not.toContain('"level":50');
  });

  it('fail with the time of the request that made them for nobody else', async () => {
    await using family = await startConstellation(way);
    const name = '{ viewer { account { username } } }';
    const takeLong = () => family.clock.advance(29_000);
    const answer = family.center.executeLocally;
    Object.assign(family.center, {
      executeLocally: (operation: LocalOperation) => {
        takeLong();
        return answer(operation);
      },
    });
    family.center.server.server.once('request', takeLong);
    const { calls, called, recover } = hang(family.instagram);
    const first = family.ask(name);
    await called(1);
    expect(calls[0]?.timeoutMs).toBe(1_000);

    Object.assign(family.center, { executeLocally: answer });
    recover();
    const second = family.ask(name);
    expect(await first).toMatchObject({ errors: [{ extensions: { code: 'SUBGRAPH_UNAVAILABLE' } }] });
    expect(await second).toMatchObject({ data: { viewer: { account: { username: 'name of 1' } } }, errors: undefined });
  });

  it('tell for how long the gateway waits, and that is what is left of the whole operation', async () => {
    await using family = await startConstellation(way, { settings: { subgraphs: { all: { timeoutMs: 500 } } } });
    const { calls } = hang(family.instagram);
    expect((await family.ask('{ instagramCaller }')).errors).toMatchObject([
      { extensions: { code: 'SUBGRAPH_UNAVAILABLE', service: 'instagram' } },
    ]);
    expect(calls.map(({ timeoutMs }) => timeoutMs)).toEqual([500]);
  });

  it('are not made when the time of the operation is up', async () => {
    await using family = await startConstellation(way);
    const takesLong = () => family.clock.advance(30_000);
    const answer = family.center.executeLocally;
    Object.assign(family.center, {
      executeLocally: (operation: LocalOperation) => {
        takesLong();
        return answer(operation);
      },
    });
    family.center.server.server.on('request', takesLong);
    const { calls } = hang(family.instagram);
    const { data, errors } = await family.ask('{ viewer { account { id username } } }');
    expect(data).toEqual({ viewer: { account: { id: '1', username: null } } });
    expect(errors).toMatchObject([{ extensions: { code: 'SUBGRAPH_UNAVAILABLE', service: 'instagram' } }]);
    expect(calls).toEqual([]);
  });
});
