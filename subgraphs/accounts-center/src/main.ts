import {
  createIds,
  createLogger,
  createServiceClient,
  httpTransport,
  systemClock,
} from '@accounts-center/subgraph-kit';
import { createAccountsCenter } from './app.ts';
import { readAccountsCenterConfig } from './config.ts';
import { memoryMailer } from './mail/memory-mailer.ts';
import { smtpMailer } from './mail/smtp-mailer.ts';

const { port, host, addresses, databaseUrl, smtp, secrets, isDevelopment, logLevel, publicUrl } =
  readAccountsCenterConfig();
const clock = systemClock;
const log = createLogger({ name: 'accounts-center', level: logLevel, pretty: isDevelopment });
const client = createServiceClient(httpTransport({ addresses }));
const mailbox = memoryMailer({ clock });
const service = await createAccountsCenter({
  ...secrets,
  client,
  clock,
  ids: createIds({ clock }),
  log,
  publicUrl,
  database: { url: databaseUrl },
  ...(smtp === undefined ? { mailer: mailbox, mailbox } : { mailer: smtpMailer(smtp) }),
});
service.worker.start();
log.info(`Listening on ${await service.server.listen({ port, host })}`);

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void service.close().then(() => client.close()));
}
