import { describe, expect, it } from 'vitest';
import { createLogger } from './logger.ts';
import { runInRequest } from './request-scope.ts';
import { ServiceUnreachable } from './service-client/failures.ts';

function capture() {
  const lines: string[] = [];
  const log = createLogger({ name: 'facebook', destination: { write: (line) => void lines.push(line) } });
  return { log, text: () => lines.join(''), last: () => JSON.parse(lines.at(-1) ?? '{}') as Record<string, unknown> };
}

describe('logger', () => {
  const secrets = {
    authorization: 'Bearer 123',
    Cookie: 'a=1',
    'set-cookie': ['a=1'],
    'x-service-identity': 'eyJ',
    password: 'hunter2',
    newPassword: 'hunter3',
    accessToken: 'at',
    refresh_token: 'rt',
    code: '123456',
    email: 'ada@example.com',
    emailAddress: 'ada@example.com',
    cardNumber: '4242424242424242',
    cvc: '123',
    clientSecret: 's3cret',
    phone: '+15550100',
  };

  it.each(Object.entries(secrets))('hides %s at any depth', (key, value) => {
    const { log, text, last } = capture();
    log.info({ [key]: value, request: { headers: { [key]: value }, list: [{ [key]: value }] } }, 'a line');
    log.child({ session: { [key]: value } }).info('another');
    expect(text()).not.toContain(JSON.stringify(value).slice(1, -1));
    expect(last()).toMatchObject({ session: { [key]: '[hidden]' } });
  });

  it('keeps what operators need', () => {
    const { log, last } = capture();
    const at = new Date('2026-11-23T10:00:00Z');
    log.info({ statusCode: 404, accountId: 'fbu_1', token: null, at }, 'hello');
    expect(last()).toMatchObject({
      name: 'facebook',
      statusCode: 404,
      accountId: 'fbu_1',
      token: null,
      at: at.toISOString(),
      msg: 'hello',
    });
  });

  it('writes errors with code and cause, without the secrets they carry', () => {
    const { log, text, last } = capture();
    const cause = new Error('connection refused');
    log.error({
      err: Object.assign(new Error('failed', { cause }), { code: 'ECONNREFUSED', config: { password: 'hunter2' } }),
    });
    expect(last()).toMatchObject({
      err: { code: 'ECONNREFUSED', message: expect.stringContaining('connection refused') },
    });
    expect(text()).not.toContain('hunter2');
  });

  it('writes another service’s outage in one sentence, without a stack', () => {
    const { log, last } = capture();
    log.error({ err: new ServiceUnreachable('instagram', new Error('connect ECONNREFUSED')) }, 'failed');
    const message = "The service instagram can't be reached: connect ECONNREFUSED";
    expect(last()).toMatchObject({ err: { type: 'ServiceUnreachable', message } });
    expect(last()['err']).not.toHaveProperty('stack');
  });

  it('writes lines for people too', () => {
    const lines: string[] = [];
    const log = createLogger({
      name: 'facebook',
      pretty: true,
      destination: { write: (line) => void lines.push(line) },
    });
    log.info({ password: 'hunter2', accountId: 'fbu_1' }, 'signed up');
    expect(lines.join('')).toMatch(/INFO[^]*signed up[^]*fbu_1/);
    expect(lines.join('')).not.toContain('hunter2');
  });

  it('survives objects that contain themselves', () => {
    const { log, last } = capture();
    const loop: Record<string, unknown> = {};
    loop['self'] = loop;
    log.info({ loop }, 'looped');
    expect(last()).toMatchObject({ msg: 'looped' });
  });

  it('writes the id of the request being served', async () => {
    const { log, last } = capture();
    await runInRequest({ requestId: 'req-1' }, async () => {
      await Promise.resolve();
      log.info('inside');
    });
    expect(last()).toMatchObject({ requestId: 'req-1' });
    log.info('outside');
    expect(last()).not.toHaveProperty('requestId');
  });
});
