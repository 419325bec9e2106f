import {
  createIds,
  createLogger,
  createServiceClient,
  httpTransport,
  systemClock,
} from '@accounts-center/subgraph-kit';
import { createAccountsCenter } from './app.ts';
import type { AccountsCenterConfig } from './config.ts';
import { memoryMailer } from './mail/memory-mailer.ts';
import { smtpMailer } from './mail/smtp-mailer.ts';

/** Runs accounts-center as a process of its own, until it is told to stop. */
export async function runAccountsCenter(config: AccountsCenterConfig): Promise<void> {
  const { port, host, addresses, databaseUrl, publicUrl, smtp, secrets, isDevelopment, logLevel } = config;
  const clock = systemClock;
  const log = createLogger({ name: 'accounts-center', level: logLevel, pretty: isDevelopment });
  const client = createServiceClient(httpTransport({ addresses }));
  const mailbox = memoryMailer({ clock });
  const mail = smtp === undefined ? { mailer: mailbox, mailbox } : { mailer: smtpMailer(smtp) };
  const ids = createIds({ clock });
  const database = { url: databaseUrl };
  const service = await createAccountsCenter({ ...secrets, ...mail, client, clock, ids, log, publicUrl, database });
  service.worker.start();
  log.info(`Listening on ${await service.server.listen({ port, host })}`);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void service.close().then(() => client.close()));
  }
}
