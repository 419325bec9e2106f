import { systemClock } from './clock.ts';
import type { Keyring } from './identity/keyring.ts';
import { createIds } from './ids.ts';
import { createLogger, type LoggerSettings } from './logger.ts';
import type { Service, ServiceDependencies } from './service.ts';
import { httpTransport } from './service-client/http-transport.ts';
import { createServiceClient } from './service-client/service-client.ts';

/** What the process of every service is told. */
export interface ServiceConfig {
  readonly port: number;
  readonly host: string;
  readonly databaseUrl: string;
  /** Origin of each service. */
  readonly addresses: Readonly<Record<string, string>>;
  readonly isDevelopment: boolean;
  readonly logLevel: NonNullable<LoggerSettings['level']>;
  readonly secrets: { readonly keyring: Keyring };
}

/**
 * Runs a service as a process of its own, until it is told to stop.
 * @param name for the log
 * @param create builds the service; it is started here
 */
export async function runService(
  name: string,
  config: ServiceConfig,
  create: (deps: ServiceDependencies) => Promise<Service>,
): Promise<void> {
  const { port, host, addresses, databaseUrl, isDevelopment, logLevel, secrets } = config;
  const clock = systemClock;
  const log = createLogger({ name, level: logLevel, pretty: isDevelopment });
  const client = createServiceClient(httpTransport({ addresses }), log);
  const { keyring } = secrets;
  const service = await create({
    client,
    clock,
    log,
    keyring,
    ids: createIds({ clock }),
    database: { url: databaseUrl },
  });
  service.worker.start();
  await service.server.listen({ port, host });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void service.close().then(() => client.close()));
  }
}
