import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Constellation, startConstellation } from '../testing/constellation.ts';

let open: Constellation;
let closed: Constellation;
beforeAll(async () => {
  const publicUrl = 'http://graph.test:4000';
  open = await startConstellation('in process', { publicUrl });
  closed = await startConstellation('in process', { publicUrl, development: false });
  open.center.server.get('/mailbox', () => ({ mails: ['a letter'] }));
});
afterAll(async () => {
  await open[Symbol.asyncDispose]();
  await closed[Symbol.asyncDispose]();
});

const get = (family: Constellation, url: string, host: string) =>
  family.gateway.server.inject({ url, headers: { host } });

it.each(['/mailbox', '/graphql?query={__typename}', '/health', '/graphiql'])(
  'in development %s is not read by a page whose name was led here',
  async (url) => {
    for (const host of ['evil.example', 'evil.example:4000', 'localhost.evil.example', '127.0.0.1.evil.example']) {
      const answer = await get(open, url, host);
      expect([host, answer.statusCode]).toEqual([host, 421]);
      expect(answer.json()).toMatchObject({ errors: [{ extensions: { code: 'MISDIRECTED_REQUEST' } }] });
    }
  },
);

it.each(['localhost:4000', 'app.localhost:4000', '127.0.0.1:4000', '[::1]:4000', 'graph.test:4000', 'GRAPH.test'])(
  'in development it has the name %s',
  async (host) => {
    expect((await get(open, '/mailbox', host)).json()).toEqual({ mails: ['a letter'] });
  },
);

it('in production names are the proxy’s matter', async () => {
  expect((await get(closed, '/health', 'any.example')).statusCode).toBe(200);
});
