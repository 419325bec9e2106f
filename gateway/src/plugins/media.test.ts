import { createHash, randomBytes } from 'node:crypto';
import { request as httpRequest } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Constellation, startConstellation } from '../testing/constellation.ts';
import { addTestMedia, type TestMedia } from '../testing/media-service.ts';
import { WAYS } from '../testing/ways.ts';

describe.each(WAYS)('services %s', (way) => {
  let family: Constellation;
  let address: string;
  let media: TestMedia;
  let authorization: string;
  let asked: string[];
  beforeEach(async () => {
    family = await startConstellation(way, {}, ({ server }) => {
      media = addTestMedia(server);
      asked = [];
      server.addHook('onRequest', async ({ method, url }) => void asked.push(`${method} ${url}`));
    });
    address = await family.gateway.listen({ host: '127.0.0.1', port: 0 });
    authorization = `Bearer ${await family.issuer.token()}`;
  });
  afterEach(() => family[Symbol.asyncDispose]());

  const upload = (path: string, body: Buffer<ArrayBuffer>, headers: Record<string, string>) =>
    fetch(`${address}${path}`, {
      method: 'POST',
      body,
      headers: { 'content-type': 'multipart/form-data; boundary=x', ...headers },
    });

  describe('uploads', () => {
    it('reach the app whole, with the viewer', async () => {
      const file = randomBytes(5 * 1024 * 1024);
      const answer = await upload('/media/instagram', file, { authorization, cookie: 'a=b' });
      expect(answer.status).toBe(201);
      expect(answer.headers.get('x-powered-by')).toBeNull();
      expect(await answer.json()).toEqual({
        sizeBytes: file.length,
        sha256: createHash('sha256').update(file).digest('hex'),
        type: 'multipart/form-data; boundary=x',
        accountId: 'fbu_1',
      });
    });

    it('are passed on as they come, not when they have come', async () => {
      const headers = { authorization, 'content-type': 'multipart/form-data; boundary=x' };
      const request = httpRequest(`${address}/media/instagram`, { method: 'POST', headers });
      const answered = new Promise<number | undefined>((resolve, reject) => {
        request.on('response', (answer) => resolve(answer.resume().statusCode)).on('error', reject);
      });
      request.write('first');
      await media.firstBytes;
      request.end('last');
      expect(await answered).toBe(201);
    });

    it('have time for what the app does with them: their sockets may be idle for longer than others', async () => {
      const idleMs: unknown[] = [];
      family.gateway.server.server.on('request', ({ socket }, response) => {
        response.once('prefinish', () => idleMs.push(socket.timeout));
      });
      expect((await upload('/media/instagram', Buffer.from('x'), { authorization })).status).toBe(201);
      await fetch(`${address}/health`);
      expect(idleMs).toEqual([15 * 60_000, 60_000]);
    });

    it('need a token, and a good one', async () => {
      const [without, bad] = await Promise.all([
        upload('/media/instagram', Buffer.from('x'), {}),
        upload('/media/instagram', Buffer.from('x'), { authorization: 'Bearer a.b.c' }),
      ]);
      for (const answer of [without, bad]) {
        expect(answer.status).toBe(401);
        expect(await answer.json()).toMatchObject({ errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] });
      }
    });

    it('that the app refuses before it has read them get its answer', async () => {
      const answer = await upload('/media/instagram', randomBytes(3 * 1024 * 1024), {
        authorization,
        'content-type': 'image/svg+xml',
      });
      expect([answer.status, await answer.json()]).toMatchObject([
        415,
        { errors: [{ extensions: { code: 'NOT_ACCEPTED' } }] },
      ]);
    });

    it('that break off end in the app, too', async () => {
      const request = httpRequest(`${address}/media/instagram`, {
        method: 'POST',
        headers: { authorization, 'content-type': 'image/png' },
      });
      request.on('error', () => {}).write('first');
      await media.firstBytes;
      request.destroy();
      await media.brokeOff;
      await expect.poll(() => family.logged()).toContain('A request broke off');
      expect(family.logged()).not.toContain('"level":50');
      expect((await family.gateway.server.inject('/health')).statusCode).toBe(200);
    });

    it.each(['accounts-center', 'nowhere'])('to %s are refused', async (service) => {
      expect((await upload(`/media/${service}`, Buffer.from('x'), { authorization })).status).toBe(404);
    });

    it('D2: to an app that is down say so', async () => {
      await family.stop(family.instagram);
      const answer = await upload('/media/instagram', Buffer.from('x'), { authorization });
      expect(answer.status).toBe(503);
      const extensions = { code: 'SUBGRAPH_UNAVAILABLE', service: 'instagram', requestId: expect.any(String) };
      expect(await answer.json()).toEqual({ errors: [{ message: 'instagram does not answer', extensions }] });
    });
  });

  describe('files', () => {
    const get = (path: string, headers: Record<string, string> = {}) => fetch(`${address}${path}`, { headers });

    it('come with the headers of the app, as far as they are for clients', async () => {
      const answer = await get('/media/instagram/igm_1/large.webp?until=1&signature=a%2Bb');
      expect(await answer.text()).toBe('bytes of /media/igm_1/large.webp?until=1&signature=a%2Bb for all');
      expect(Object.fromEntries(answer.headers)).toMatchObject({
        'cache-control': 'public, max-age=60',
        'content-type': 'image/webp',
        etag: '"e1"',
        'cross-origin-resource-policy': 'cross-origin',
        'x-content-type-options': 'nosniff',
        'content-security-policy': expect.stringContaining("default-src 'none'"),
      });
      for (const hidden of ['set-cookie', 'server']) expect(answer.headers.get(hidden)).toBeNull();
    });

    it('come in part, or not again, where the client asks so', async () => {
      expect(await (await get('/media/instagram/igm_1/a.mp4', { range: 'bytes=0-9' })).text()).toContain(
        'for bytes=0-9',
      );
      expect((await get('/media/instagram/igm_1/a.mp4', { 'if-none-match': '"e1"' })).status).toBe(304);
    });

    it('are not asked for by HEAD, which is answered with the same headers', async () => {
      const url = `${address}/media/instagram/igm_1/large.webp`;
      const [whole, head] = [await fetch(url), await fetch(url, { method: 'HEAD' })];
      expect(asked.filter((call) => call.includes('/media/'))).toEqual([
        'GET /media/igm_1/large.webp',
        'HEAD /media/igm_1/large.webp',
      ]);
      expect([head.status, await head.text()]).toEqual([200, '']);
      const length = String((await whole.arrayBuffer()).byteLength);
      for (const { headers } of [whole, head]) {
        expect(Object.fromEntries(headers)).toMatchObject({
          'content-length': length,
          'content-type': 'image/webp',
          'cache-control': 'public, max-age=60',
          etag: '"e1"',
        });
      }
    });

    it('that the app does not have are its 404', async () => {
      const answer = await get('/media/instagram/missing/a.webp');
      expect([answer.status, await answer.json()]).toMatchObject([
        404,
        { errors: [{ extensions: { code: 'NOT_FOUND' } }] },
      ]);
    });

    it.each([
      '/media/nowhere/igm_1/a.webp',
      '/media/instagram/%2e%2e/ready',
      '/media/instagram/igm_1/%2e%2e%2fready',
      '/media/instagram/a%3fb/c.webp',
      '/media/instagram/igm_1/original',
    ])('%s is refused', async (path) => {
      const answer = await family.gateway.server.inject(path);
      expect([answer.statusCode, answer.json()]).toMatchObject([
        404,
        { errors: [{ extensions: { code: 'NOT_FOUND' } }] },
      ]);
    });
  });
});
