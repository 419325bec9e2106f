import { systemClock } from './clock.ts';
import { drain } from './drain.ts';
import { openServiceBus } from './events/service-bus.ts';
import type { Keyring } from './identity/keyring.ts';
import { createIds } from './ids.ts';
import { createLogger, type LoggerSettings } from './logger.ts';
import type { Service, ServiceDependencies } from './service.ts';
import { httpTransport } from './service-client/http-transport.ts';
import { createServiceClient } from './service-client/service-client.ts';
import { startServiceTelemetry, type TelemetryConfig } from './telemetry/service-telemetry.ts';

/** What the process of every service is told. */
export interface ServiceConfig {
  readonly port: number;
  readonly host: string;
  readonly databaseUrl: string;
  /** Origin of each service. */
  readonly addresses: Readonly<Record<string, string>>;
  /** The servers of the event bus, where there are any. */
  readonly natsUrl?: string | undefined;
  readonly isDevelopment: boolean;
  readonly logLevel: NonNullable<LoggerSettings['level']>;
  readonly telemetry?: TelemetryConfig;
  /** How long `/ready` says no before listening ends, for load balancers to notice: not at all unless told. */
  readonly announceMs?: number;
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
  const { port, host, addresses, natsUrl, databaseUrl, isDevelopment, logLevel, announceMs = 0, secrets } = config;
  const clock = systemClock;
  const log = createLogger({ name, level: logLevel, pretty: isDevelopment });
  const client = createServiceClient(httpTransport({ addresses }), log);
  const { keyring } = secrets;
  const bus = await openServiceBus({ service: name, natsUrl, addresses, keyring, client, clock, log });
  const telemetry = await startServiceTelemetry(name, config.telemetry ?? {}, { host, log });
  const service = await create({
    client,
    clock,
    log,
    keyring,
    ids: createIds({ clock }),
    database: { url: databaseUrl },
    telemetry,
    bus,
  });
  service.worker.start();
  await service.server.listen({ port, host });
  async function end(): Promise<void> {
    await drain(service.server, { announceMs });
    await service.close();
    await bus?.[Symbol.asyncDispose]();
    await client.close();
    await telemetry.close();
  }
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void end());
  }
}
