import { createServer, type Server, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { AnswerLost, ServiceUnreachable } from './failures.ts';
import { httpTransport } from './http-transport.ts';
import { createServiceClient, type ServiceClient } from './service-client.ts';

const open: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

/** A server of bare sockets; returns its address. */
async function listen(onConnection: (socket: Socket) => void): Promise<string> {
  const sockets = new Set<Socket>();
  const server: Server = createServer((socket) => {
    sockets.add(socket.on('error', () => {}));
    onConnection(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  open.push(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return `http://127.0.0.1:${address.port}`;
}

function connect(
  address: string,
  settings: { connectionsPerService?: number; filesPerService?: number } = {},
): ServiceClient {
  const client = createServiceClient(
    httpTransport({ addresses: { sister: address }, connectTimeoutMs: 500, ...settings }),
  );
  open.push(() => client.close());
  return client;
}

const get = (client: ServiceClient, timeoutMs = 5_000) =>
  client.send({ service: 'sister', method: 'GET', path: '/x', timeoutMs });
const post = (client: ServiceClient) =>
  client.send({ service: 'sister', method: 'POST', path: '/x', body: 'text', timeoutMs: 5_000 });

describe('unreachable, so certainly not processed', () => {
  it('is a refused port', async () => {
    const address = await listen(() => {});
    await open.pop()?.();
    const error: unknown = await post(connect(address)).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(ServiceUnreachable);
    expect(String(error)).not.toMatch(/127|\d{4}/);
    expect(error).toMatchObject({ service: 'sister', cause: { code: 'ECONNREFUSED' } });
  });

  it('is a name that nobody knows', async () => {
    await expect(post(connect('http://sister.invalid:80'))).rejects.toThrow(ServiceUnreachable);
  });

  it('is a call whose deadline passes while it waits for a connection', async () => {
    const client = connect(await listen(() => {}), { connectionsPerService: 1 });
    const first = get(client, 1_000);
    const second = get(client, 100);
    await expect(second).rejects.toThrow(ServiceUnreachable);
    await expect(first).rejects.toThrow(AnswerLost);
  });

  it('is any service once the client is closed', async () => {
    const client = connect(await listen(() => {}));
    await client.close();
    await expect(get(client)).rejects.toThrow(ServiceUnreachable);
  });
});

describe('lost, so perhaps processed', () => {
  it('is the answer of a server that accepts and hangs', async () => {
    const client = connect(await listen(() => {}));
    await expect(get(client, 100)).rejects.toThrow(AnswerLost);
  });

  it('is the answer of a server that resets after reading', async () => {
    const client = connect(await listen((socket) => socket.once('data', () => socket.resetAndDestroy())));
    const error: unknown = await post(client).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(AnswerLost);
    expect(String(error)).not.toMatch(/127|\d{4}/);
  });

  it('is the answer of a server that closes politely without one', async () => {
    const client = connect(await listen((socket) => socket.once('data', () => socket.end())));
    await expect(post(client)).rejects.toThrow(AnswerLost);
  });

  it('is an answer that is no HTTP', async () => {
    const client = connect(await listen((socket) => socket.once('data', () => socket.end('SMTP ready\r\n'))));
    await expect(post(client)).rejects.toThrow(AnswerLost);
  });

  it('is an answer shorter than announced', async () => {
    const client = connect(
      await listen((socket) =>
        socket.once('data', () => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nabc')),
      ),
    );
    await expect((await post(client)).text()).rejects.toThrow(AnswerLost);
  });
});

it('knows the addresses of the services it was told of only', async () => {
  const client = connect('http://127.0.0.1:1');
  await expect(client.send({ service: 'stranger', method: 'GET', path: '/', timeoutMs: 100 })).rejects.toThrow(
    'stranger has no address',
  );
});

describe('connections for files', () => {
  /** Answers calls, and begins files whose rest never comes. */
  const serve = (socket: Socket): void => {
    socket.on('data', (data) => {
      const isFile = data.toString().startsWith('GET /file');
      socket.write(`HTTP/1.1 200 OK\r\ncontent-length: ${isFile ? 100 : 2}\r\n\r\nok`);
    });
  };
  const getFile = (client: ServiceClient, timeoutMs = 5_000) =>
    client.send({ service: 'sister', method: 'GET', path: '/file', carriesFile: true, timeoutMs });

  it('are others than those of calls, which never wait for slow readers', async () => {
    const client = connect(await listen(serve), { connectionsPerService: 1, filesPerService: 2 });
    const unread = [await getFile(client), await getFile(client)];
    await expect(getFile(client, 100)).rejects.toThrow(ServiceUnreachable);
    const answers = [await (await post(client)).text(), await (await post(client)).text()];
    expect(answers).toEqual(['ok', 'ok']);
    for (const { body } of unread) body.on('error', () => {}).destroy();
  });

  it('are closed with the others', async () => {
    const client = connect(await listen(serve));
    (await getFile(client)).body.on('error', () => {}).destroy();
    await client.close();
    await expect(getFile(client)).rejects.toThrow(ServiceUnreachable);
  });
});
