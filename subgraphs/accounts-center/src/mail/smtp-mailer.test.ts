import type { AddressInfo } from 'node:net';
import { type ParsedMail, simpleParser } from 'mailparser';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Mailer, MailRefused } from './mailer.ts';
import { smtpMailer } from './smtp-mailer.ts';

interface Delivered {
  readonly recipients: string[];
  readonly mail: ParsedMail;
}

/** A real mail server that keeps what it takes. */
async function startServer(options: SMTPServerOptions = {}) {
  const delivered: Delivered[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    logger: false,
    async onData(stream, { envelope }, done) {
      const mail = await simpleParser(stream);
      delivered.push({ recipients: envelope.rcptTo.map(({ address }) => address), mail });
      done();
    },
    ...options,
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const { port } = server.server.address() as AddressInfo;
  return { delivered, port, stop: () => new Promise<void>((resolve) => server.close(() => resolve())) };
}

describe('mail by SMTP', () => {
  let running: Awaited<ReturnType<typeof startServer>>;
  let mailer: Mailer;

  async function start(options?: SMTPServerOptions, credentials = ''): Promise<void> {
    running = await startServer(options);
    mailer = smtpMailer({
      url: `smtp://${credentials}127.0.0.1:${running.port}`,
      from: 'Accounts Center <no-reply@example.com>',
    });
  }

  beforeEach(() => start());
  afterEach(async () => {
    await mailer.close();
    await running.stop();
  });

  async function restart(options: SMTPServerOptions, credentials?: string): Promise<void> {
    await mailer.close();
    await running.stop();
    await start(options, credentials);
  }

  const mail = { to: 'ada@example.org', subject: 'Your code for Facebook – ✓', text: 'Your code: 01234567\n\nGrüße.' };

  it('arrives as it was sent', async () => {
    await mailer.send(mail);
    const [{ recipients, mail: received } = { recipients: [], mail: undefined }] = running.delivered;
    expect(recipients).toEqual(['ada@example.org']);
    expect(received?.from?.value).toEqual([{ name: 'Accounts Center', address: 'no-reply@example.com' }]);
    expect(received?.subject).toBe(mail.subject);
    expect(received?.text?.trim()).toBe(mail.text);
    expect(received?.html).toBe(false);
  });

  it('goes to one address and has no other headers, whatever is written into it', async () => {
    await mailer.send({ ...mail, to: 'ada@example.org', subject: 'Hello\r\nBcc: all@example.org' });
    await mailer.send({ ...mail, to: 'ada@example.org, b@example.org' }).catch(() => undefined);
    for (const { recipients, mail: received } of running.delivered) {
      expect(recipients).toHaveLength(1);
      expect(received.headers.has('bcc')).toBe(false);
    }
  });

  it('signs in where the server asks for it', async () => {
    const seen: unknown[] = [];
    await restart(
      {
        authOptional: false,
        allowInsecureAuth: true,
        onAuth({ username, password }, _session, done) {
          seen.push(username, password);
          done(null, { user: username });
        },
      },
      'mailer:s%40cret@',
    );
    await mailer.send(mail);
    expect(seen).toEqual(['mailer', 's@cret']);
    expect(running.delivered).toHaveLength(1);
  });

  it('that the server refuses for good is told so, without the address', async () => {
    await restart({
      onRcptTo({ address }, _session, done) {
        done(Object.assign(new Error(`no such user ${address}`), { responseCode: 550 }));
      },
    });
    const error = await mailer.send(mail).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(MailRefused);
    expect(inspect(error)).not.toMatch(/ada|01234567/);
  });

  it.each([
    [
      'refused for now',
      {
        onRcptTo: (_to, _session, done) =>
          done(Object.assign(new Error('busy, ada@example.org'), { responseCode: 451 })),
      },
    ],
    ['refused for its sender', { authOptional: false }],
  ] satisfies [string, SMTPServerOptions][])(
    'that is %s is not given up, and the error names no address',
    async (_, options) => {
      await restart(options);
      const error = await mailer.send(mail).catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(Error);
      expect(error).not.toBeInstanceOf(MailRefused);
      expect(inspect(error)).not.toMatch(/ada|01234567/);
    },
  );

  it('that finds no server is not given up', async () => {
    await running.stop();
    const error = await mailer.send(mail).catch((thrown: unknown) => thrown);
    expect(String(error)).toMatch(/ESOCKET|ECONN/);
    expect(error).not.toBeInstanceOf(MailRefused);
    await start();
  });
});

/** All that a logger could find in an error. */
function inspect(error: unknown): string {
  const { message, stack, cause } = error as Error;
  return JSON.stringify([message, stack, String(cause), Object.entries(error as object)]);
}
