import { expect, it } from 'vitest';
import { startConstellation } from '../testing/constellation.ts';

it('the mailbox is open in development alone', async () => {
  await using open = await startConstellation('in process');
  await using closed = await startConstellation('in process', { development: false });
  open.center.server.get('/mailbox', () => ({ mails: ['a letter'] }));
  closed.center.server.get('/mailbox', () => ({ mails: ['a letter'] }));
  expect((await open.gateway.server.inject('/mailbox')).json()).toEqual({ mails: ['a letter'] });
  expect((await closed.gateway.server.inject('/mailbox')).statusCode).toBe(404);
});
