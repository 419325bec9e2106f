import { once } from 'node:events';
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { clientSignal } from './client-signal.ts';

const server = createServer();
beforeEach(async () => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

async function exchange() {
  const arrived = once(server, 'request') as Promise<[IncomingMessage, ServerResponse]>;
  const client = request({ port: (server.address() as AddressInfo).port });
  client.on('error', () => {}).end();
  const [, response] = await arrived;
  return { client, response };
}

it('is aborted when the client goes', async () => {
  const { client, response } = await exchange();
  const signal = clientSignal(response);
  expect(signal.aborted).toBe(false);
  client.destroy();
  await once(signal, 'abort');
});

it('is aborted from the start when the client has gone before', async () => {
  const { client, response } = await exchange();
  client.destroy();
  await once(response, 'close');
  expect(clientSignal(response).aborted).toBe(true);
});

it('is not aborted by an answer that was sent', async () => {
  const { client, response } = await exchange();
  const signal = clientSignal(response);
  client.on('response', (answer) => answer.resume());
  response.end('done');
  await once(response, 'close');
  expect(signal.aborted).toBe(false);
  expect(clientSignal(response).aborted).toBe(false);
});
