import { silentLogger } from '@accounts-center/subgraph-kit';
import { expect, it } from 'vitest';
import { createServer } from './server.ts';
import { exchange } from './testing/raw-exchange.ts';

it('a client that sends requests without end has one of them begun, and others get their answers', async () => {
  const server = createServer({ log: silentLogger, trustedProxies: [] });
  let begun = 0;
  server.get('/never', () => {
    begun += 1;
    return new Promise(() => {});
  });
  server.get('/now', () => 'now');
  const address = await server.listen({ host: '127.0.0.1', port: 0 });
  const requests = 'GET /never HTTP/1.1\r\n\r\n'.repeat(20_000);
  await exchange(Number(new URL(address).port), requests).catch(({ code }: { code: string }) => {
    expect(['ECONNRESET', 'EPIPE']).toContain(code); // cut off while it still wrote
  });
  expect(begun).toBe(1);
  expect(await (await fetch(`${address}/now`)).text()).toBe('now');
  await server.close();
});

it('its sockets have their times set on purpose', async () => {
  const { server } = createServer({ log: silentLogger, trustedProxies: [] });
  const { timeout, headersTimeout, requestTimeout, keepAliveTimeout } = server;
  expect({ timeout, headersTimeout, requestTimeout, keepAliveTimeout }).toEqual({
    timeout: 60_000,
    headersTimeout: 30_000,
    requestTimeout: 11 * 60_000,
    keepAliveTimeout: 72_000,
  });
});

it('its sockets stay as long as an operation may take, so that who waits is told when it took longer', async () => {
  const { server } = createServer({ log: silentLogger, trustedProxies: [], longestMs: 90_000 });
  expect(server.timeout).toBeGreaterThan(90_000);
});
