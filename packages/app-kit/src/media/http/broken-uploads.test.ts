import { request } from 'node:http';
import { connect } from 'node:net';
import { Readable } from 'node:stream';
import { createLogger, createServiceClient, localTransport, SenderGone } from '@accounts-center/subgraph-kit';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { ann, formOf, type MediaFixture, startMedia } from '../testing/media-fixture.ts';
import { picture } from '../testing/pictures.ts';

const FILE = '--xyz\r\ncontent-disposition: form-data; name="file"; filename="a.jpg"\r\n\r\n';
const DEBUG = 20;
const ERROR = 50;

interface Line {
  readonly level: number;
  readonly msg: string;
  readonly reason?: string;
}

let app: MediaFixture;
let jpeg: Buffer;
let written = '';
beforeAll(async () => {
  const destination = { write: (line: string) => void (written += line) };
  app = await startMedia({ log: createLogger({ name: 'facebook', level: 'debug', destination }) });
  jpeg = await picture(40, 30).jpeg().toBuffer();
});
beforeEach(() => {
  written = '';
});
afterAll(() => app.close());

const lines = (): Line[] => written.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line) as Line]));
const refused = () => lines().filter(({ msg }) => msg === 'An upload was not taken');

/** Sends the beginning of an upload whose whole length is another, and then does what it is told to the connection. */
async function breakOff(body: readonly (string | Buffer)[], end: 'end' | 'destroy' | 'reset'): Promise<void> {
  const headers = { ...(await app.asViewer(ann)), 'content-type': 'multipart/form-data; boundary=xyz' };
  const head = Object.entries({ host: 'localhost', 'content-length': '100000', ...headers });
  const socket = connect(Number(new URL(app.origin).port), '127.0.0.1').on('error', () => {});
  const text = `POST /media HTTP/1.1\r\n${head.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n`;
  for (const piece of [text, ...body]) socket.write(piece);
  await expect.poll(() => app.leftovers()).toHaveLength(1);
  if (end === 'reset') socket.resetAndDestroy();
  else socket[end]();
}

it.each(['end', 'destroy', 'reset'] as const)(
  'an upload whose connection ends (%s) is a line at debug',
  async (end) => {
    for (const body of [[], ['--xy'], [FILE], [FILE, jpeg]]) {
      written = '';
      await breakOff(body, end);
      await expect.poll(refused).toHaveLength(1);
      expect(refused()).toMatchObject([{ level: DEBUG, reason: 'MALFORMED_UPLOAD' }]);
      expect(lines().every(({ level }) => level === DEBUG)).toBe(true);
      expect(written).not.toContain('stack');
      await expect.poll(() => app.leftovers()).toEqual([]);
    }
  },
);

it.each([
  ['ECONNRESET', Object.assign(new Error('aborted'), { code: 'ECONNRESET' })],
  ['EPIPE', Object.assign(new Error('write EPIPE'), { code: 'EPIPE' })],
  ['SenderGone', new SenderGone(new Error('aborted'))],
])('so is a refused one that is cut off by %s while what still comes is read, within one process', async (_, error) => {
  const transport = localTransport();
  transport.register('facebook', app.server);
  await using client = createServiceClient(transport);
  const headers = { ...(await app.asViewer(ann)), 'content-type': 'multipart/form-data; boundary=xyz' };
  const body = new Readable({ read: () => {} }).on('error', () => {});
  body.push(FILE + 'x'.repeat(5_000));
  const call = { service: 'facebook', method: 'POST', path: '/media', headers, body, timeoutMs: 10_000 } as const;
  expect((await client.send(call)).status).toBe(415);
  const closed = new Promise((resolve) => body.once('close', resolve));
  body.destroy(error);
  await closed;
  expect((await app.upload(formOf(jpeg), ann)).status).toBe(201);
  expect(lines().every(({ level }) => level === DEBUG)).toBe(true);
  expect(written).not.toContain('stack');
});

it('so is one that ends within its file, or that is damaged', async () => {
  const multipart = { 'content-type': 'multipart/form-data; boundary=xyz' };
  const unended = await app.upload(`${FILE}\xff\xd8\xff`, ann, multipart);
  const damaged = await app.upload(formOf(jpeg.subarray(0, 200)), ann);
  expect([unended.status, damaged.status]).toEqual([400, 415]);
  expect(refused().map(({ reason }) => reason)).toEqual(['MALFORMED_UPLOAD', 'NOT_A_PICTURE_OR_VIDEO']);
  expect(lines().every(({ level }) => level === DEBUG)).toBe(true);
  expect(written).not.toContain('stack');
});

it('a disk that fails is our own fault, and an error', async () => {
  const headers = { ...(await app.asViewer(ann)), 'content-type': 'multipart/form-data; boundary=xyz' };
  const call = request(`${app.origin}/media`, { method: 'POST', headers });
  const status = new Promise((resolve) => call.once('response', (answer) => resolve(answer.resume().statusCode)));
  call.write(FILE.slice(0, 9));
  await expect.poll(() => app.leftovers()).toHaveLength(1);
  await app.removeLeftovers();
  call.end(Buffer.concat([Buffer.from(FILE.slice(9)), jpeg, Buffer.from('\r\n--xyz--\r\n')]));
  expect(await status).toBe(500);
  expect(lines()).toContainEqual(expect.objectContaining({ level: ERROR }));
});
