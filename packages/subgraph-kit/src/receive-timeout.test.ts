import { connect } from 'node:net';
import { type Readable, Writable } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createLogger } from './logger.ts';
import { UPLOAD_TIMEOUT_MS } from './receive-timeout.ts';
import { createServiceServer } from './server.ts';
import { exchange } from './testing/raw-exchange.ts';

let server: FastifyInstance;
let port: number;
let logged: string;
let taken: unknown;
beforeEach(async () => {
  logged = '';
  taken = undefined;
  const destination = new Writable({ write: (chunk, _encoding, done) => done(void (logged += String(chunk))) });
  server = createServiceServer({
    name: 'facebook',
    log: createLogger({ name: 'facebook', level: 'debug', destination }),
    verifier: { verify: async () => undefined },
    receiveTimeoutMs: 50,
    unreadBodyMs: 50,
  });
  server.addContentTypeParser('image/jpeg', (_request, payload, done) => done(null, payload));
  server.post('/text', { config: { isPublic: true } }, ({ body }) => void (taken = body));
  server.post('/upload', { config: { isPublic: true, takesUploads: true } }, async ({ body }) => {
    const bytes = await (body as Readable).toArray();
    return Buffer.concat(bytes).toString();
  });
  port = Number(new URL(await server.listen({ host: '127.0.0.1', port: 0 })).port);
});
afterEach(() => server.close());

const head = (path: string, type: string): string =>
  `POST ${path} HTTP/1.1\r\nhost: localhost\r\ncontent-type: ${type}\r\ncontent-length: 4\r\nconnection: close\r\n\r\n`;

/** Sends the beginning of a request; `answered` gives what comes first of the answer. */
function open(bytes: string) {
  const socket = connect(port, '127.0.0.1', () => socket.write(bytes));
  const answered = new Promise<string>((resolve) => socket.once('data', (answer) => resolve(answer.toString())));
  const closed = new Promise((resolve) => socket.once('close', resolve));
  return { socket, answered, closed };
}

function refusalIn(answer: string): unknown {
  const [first = '', body = ''] = answer.split('\r\n\r\n');
  return [Number(first.split(' ')[1]), JSON.parse(body)];
}

const refused = (status: number, code: string) => [
  status,
  { errors: [{ message: expect.any(String), extensions: expect.objectContaining({ code }) }] },
];

describe('a body that does not come to its end', () => {
  it('is refused in time', async () => {
    const answer = await exchange(port, `${head('/text', 'application/json')}"a`);
    expect(refusalIn(answer)).toEqual(refused(408, 'REQUEST_TIMEOUT'));
    expect(logged).toMatch(/"route":"\/text","status":408/);
    expect(logged).not.toMatch(/"level":[4-6]0/);
  });

  it('has no effect when it does after all, but is too late', async () => {
    const { socket, answered, closed } = open(`${head('/text', 'application/json')}"a`);
    expect(await answered).toMatch(/^HTTP\/1.1 408 /);
    socket.write('b"');
    await closed;
    expect(taken).toBeUndefined();
    expect(logged).not.toMatch(/"level":[4-6]0/);
  });

  it('is waited for where uploads are taken', async () => {
    const { socket, answered, closed } = open(`${head('/upload', 'image/jpeg')}ab`);
    // This one began later, and is refused.
    await exchange(port, `${head('/text', 'application/json')}"a`);
    socket.write('cd');
    await closed;
    expect(await answered).toMatch(/^HTTP\/1.1 200 [^]*abcd$/);
  });

  it('is cut off by Node later than an upload may take', () => {
    expect(server.server.requestTimeout).toBeGreaterThan(UPLOAD_TIMEOUT_MS);
  });
});

describe('what Node would refuse by itself is refused in our form', () => {
  it.each([
    ['no HTTP at all', 'hello\r\n\r\n', 400, 'BAD_REQUEST'],
    ['no host', 'GET /nowhere HTTP/1.1\r\nconnection: close\r\n\r\n', 401, 'UNAUTHENTICATED'],
    ['an unknown expectation', 'GET / HTTP/1.1\r\nexpect: a\r\nconnection: close\r\n\r\n', 401, 'UNAUTHENTICATED'],
    ['too long a header', `GET / HTTP/1.1\r\nhost: a\r\nx: ${'x'.repeat(20_000)}\r\n\r\n`, 431, 'HEADERS_TOO_LARGE'],
  ])('%s', async (_, bytes, status, code) => {
    expect(refusalIn(await exchange(port, bytes))).toEqual(refused(status, code));
  });

  it('a request that never gets to a route', async () => {
    server.server.once('connection', (socket) =>
      socket.once('data', () => {
        const late = Object.assign(new Error('Request timeout'), { code: 'ERR_HTTP_REQUEST_TIMEOUT' });
        server.server.emit('clientError', late, socket);
      }),
    );
    expect(refusalIn(await exchange(port, 'GET / HTTP/1.1\r\n'))).toEqual(refused(408, 'REQUEST_TIMEOUT'));
  });
});
