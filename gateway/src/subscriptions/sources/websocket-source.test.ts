import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { silentLogger } from '@accounts-center/subgraph-kit';
import { expect, it } from 'vitest';
import { eventsOf } from './event-source.ts';
import { websocketSource } from './websocket-source.ts';

it('a connection counts until it is closed, also one that the subgraph never makes', async () => {
  let open = 0;
  let most = 0;
  let came = 0;
  // Takes connections, and never answers.
  const subgraph = createServer((socket) => {
    came += 1;
    open += 1;
    most = Math.max(most, open);
    socket.on('error', () => undefined).on('close', () => (open -= 1));
    socket.resume();
  }).listen(0, '127.0.0.1');
  await once(subgraph, 'listening');
  const { port } = subgraph.address() as AddressInfo;
  const way = websocketSource<string>({
    urlOf: () => new URL(`http://127.0.0.1:${port}/graphql`),
    headersFor: async () => ({}),
    identityOf: () => 'same',
    keyOf: () => 'ann',
    limitsOf: () => ({ maxOpen: 5, maxPerCaller: 3 }),
    log: silentLogger,
  });
  const operation = { query: 'subscription { ticked { id } }', body: '{}' };
  for (let times = 0; times < 50; times += 1) {
    const controller = new AbortController();
    const request = { service: 'ticks', operation, caller: 'ann', field: { name: 'ticked', arguments: {} } };
    const events = eventsOf(way, { ...request, signal: controller.signal });
    const first = events[Symbol.asyncIterator]().next();
    // Long enough for a connection to come, where one may.
    await wait(5);
    controller.abort();
    await first;
  }
  expect(came).toBeGreaterThan(3);
  expect(most).toBeLessThanOrEqual(3);
  await expect.poll(() => open).toBe(0);
  subgraph.close();
});
