import { expect, it } from 'vitest';
import { startConstellation } from '../testing/constellation.ts';

const mail = {
  to: 'ada@example.org',
  subject: 'Your code <b>',
  text: 'The code: 01234567\n<script>alert("&")</script>',
  sentAt: '2026-11-23T10:00:00.000Z',
};
const asBrowser = { accept: 'text/html,*/*;q=0.8' };

it('the mailbox is open in development alone', async () => {
  await using open = await startConstellation('in process');
  await using closed = await startConstellation('in process', { development: false });
  open.center.server.get('/mailbox', () => ({ mails: ['a letter'] }));
  closed.center.server.get('/mailbox', () => ({ mails: ['a letter'] }));
  expect((await open.gateway.server.inject('/mailbox')).json()).toEqual({ mails: ['a letter'] });
  expect((await closed.gateway.server.inject('/mailbox')).statusCode).toBe(404);
});

it('is a page for browsers, in which a mail is text', async () => {
  await using family = await startConstellation('in process');
  const mails: object[] = [];
  family.center.server.get('/mailbox', () => ({ mails }));
  const page = () => family.gateway.server.inject({ url: '/mailbox', headers: asBrowser });
  expect((await page()).body).toContain('No mail yet.');

  mails.push(mail);
  const { body, headers } = await page();
  expect(headers).toMatchObject({ 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' });
  expect(body).toContain('<h2>Your code &lt;b&gt;</h2>');
  expect(body).toContain('&lt;script&gt;alert(&quot;&amp;&quot;)&lt;/script&gt;');
  expect(body).toContain('2026-11-23 10:00:00 UTC');
  expect(body).not.toContain('<script');
});

it('says so when accounts-center is down', async () => {
  await using family = await startConstellation('in process');
  await family.stop(family.center);
  const page = await family.gateway.server.inject({ url: '/mailbox', headers: asBrowser });
  expect([page.statusCode, page.headers['content-type']]).toEqual([503, 'text/html; charset=utf-8']);
  expect(page.body).toContain('accounts-center does not answer.');
});
