import { randomBytes } from 'node:crypto';
import {
  type AccountsCenterDependencies,
  createAccountsCenter,
  type MemoryMailer,
  memoryMailer,
} from '@accounts-center/accounts-center';
import { type AppService, createAppService, type MediaStorage } from '@accounts-center/app-kit';
import { createGateway, defaultSettings, type Gateway, type GatewayOptions } from '@accounts-center/gateway';
import { type AppEntry, accountsCenter } from '@accounts-center/schema';
import {
  type Clock,
  createInProcessBus,
  createServiceClient,
  type EventBus,
  type Ids,
  type Keyring,
  type Logger,
  type Service,
  type ServiceDependencies,
  type ServiceTransport,
} from '@accounts-center/subgraph-kit';
import { type Family, readFamily } from './family.ts';
import { keyringOf, newKeyring } from './keyring.ts';
import { connect } from './transports.ts';

export interface ConstellationOptions {
  /** Which apps there are; those of this project unless told. */
  readonly family?: Family;
  /** Whether the services call each other within the process, or over HTTP as they do between processes. */
  readonly transport: 'local' | 'http';
  /** Where a service keeps its rows: `file:…` or `postgres://…`. */
  readonly databaseUrl: (service: string) => string;
  /** Where an app keeps its photos and videos. */
  readonly mediaStorage: (service: string) => MediaStorage;
  readonly clock: Clock;
  readonly ids: Ids;
  /** By which the services know each other; new keys unless told. */
  readonly keyring?: Keyring;
  readonly logFor: (service: string) => Logger;
  /** The gateway's port on the loopback interface. */
  readonly port: number;
  /** Where people reach the gateway, when that is not where it listens. */
  readonly publicUrl?: string;
  /** Where development's mail stays; one of the constellation's own unless told. */
  readonly mailbox?: MemoryMailer;
  readonly secrets?: Pick<AccountsCenterDependencies, 'secretKeys'> & { readonly mediaKey: string };
  readonly gateway?: Partial<Pick<GatewayOptions, 'engine' | 'webRoot' | 'settings' | 'development'>>;
  readonly accountsCenter?: Pick<
    AccountsCenterDependencies,
    'passwordCost' | 'guessLimits' | 'backoff' | 'sharingPace'
  >;
  /** Called with every SQL statement, by the service that sends it. */
  readonly onStatement?: (service: string, sql: string) => void;
  /** Stands between the services; tests break their calls there. */
  readonly interpose?: Interposition;
}

export interface Interposition {
  /** Around the way of every call of one service by another. */
  calls(transport: ServiceTransport): ServiceTransport;
  /** Around the gateway's operations on a subgraph of the same process. */
  operations(service: string, execute: Service['executeLocally']): Service['executeLocally'];
}

/** All services and the gateway, in one process. */
export interface Constellation extends AsyncDisposable {
  /** Origin of the gateway: `http://127.0.0.1:4000`. */
  readonly url: string;
  /** By name: `facebook`. */
  readonly services: Readonly<Record<string, Service>>;
  /** Those of them that are apps, by app: `FACEBOOK`. */
  readonly apps: Readonly<Record<string, AppService>>;
  readonly gateway: Gateway;
  readonly mailbox: MemoryMailer;
  /** By which services tell what happens. */
  readonly bus: EventBus;
  close(): Promise<void>;
}

/** Starts everything, accounts-center last, and resolves when the gateway listens. */
export async function startConstellation(options: ConstellationOptions): Promise<Constellation> {
  const { clock, port, logFor, family = readFamily() } = options;
  const { graph } = family;
  const connections = connect(options.transport, options.interpose?.calls);
  const client = createServiceClient(connections.transport, logFor('constellation'));
  const keyring = options.keyring ?? newKeyring(graph.apps);
  const mailbox = options.mailbox ?? memoryMailer({ clock });
  const publicUrl = options.publicUrl ?? `http://localhost:${port}`;
  const { replayEvents = defaultSettings({ development: true, graph: 'own' }).subscriptions.replayEvents } =
    options.gateway?.settings?.subscriptions ?? {};
  const bus = createInProcessBus({ replayEvents, clock });
  const dependenciesOf = (service: string): ServiceDependencies => ({
    client,
    clock,
    bus,
    ids: options.ids,
    keyring: keyringOf(service, keyring),
    log: logFor(service),
    database: databaseOf(service, options),
  });

  const { services, apps } = await startServices({ ...options, family, publicUrl }, dependenciesOf, mailbox);
  for (const service of Object.values(services)) {
    await connections.add(service);
    service.worker.start();
  }
  const gateway = await createGateway({
    client,
    clock,
    bus,
    publicUrl,
    development: true,
    supergraphSdl: graph.supergraphSdl,
    keyring: keyringOf('gateway', keyring),
    log: logFor('gateway'),
    apps: graph.apps.map(({ service }) => service),
    ...(connections.isLocal && { local: operationsOf(Object.values(services), options.interpose) }),
    ...options.gateway,
  });
  const url = await gateway.listen({ port, host: '127.0.0.1' });

  async function close(): Promise<void> {
    await gateway.close();
    await Promise.all(Object.values(services).map((service) => service.close()));
    await client.close();
  }
  return { url, services, apps, gateway, mailbox, bus, close, [Symbol.asyncDispose]: close };
}

async function startServices(
  { publicUrl, family, ...options }: ConstellationOptions & { readonly publicUrl: string; readonly family: Family },
  dependenciesOf: (service: string) => ServiceDependencies,
  mailbox: MemoryMailer,
): Promise<Pick<Constellation, 'services' | 'apps'>> {
  const { secretKeys, mediaKey } = options.secrets ?? { secretKeys: [randomKey()], mediaKey: randomKey() };
  const { graph, apps } = family;
  const startApp = async ({ app: name, service }: AppEntry): Promise<readonly [string, AppService]> => {
    const app = apps.find(({ entry }) => entry.app === name);
    if (app === undefined)
      throw new Error(`The app ${name} is in the registry and not in the constellation's apps.ts.`);
    const typeDefs = graph.subgraphSdl(service);
    const mediaStorage = options.mediaStorage(service);
    const deps = { ...dependenciesOf(service), publicUrl, mediaKey, mediaStorage };
    return [name, await createAppService({ typeDefs, ...app }, deps)];
  };
  const center = {
    ...dependenciesOf(accountsCenter),
    ...options.accountsCenter,
    graph,
    secretKeys,
    mailer: mailbox,
    mailbox,
  };
  const [started, last] = await Promise.all([Promise.all(graph.apps.map(startApp)), createAccountsCenter(center)]);
  const all = [...started.map(([, service]) => service), last];
  return {
    apps: Object.fromEntries(started),
    services: Object.fromEntries(all.map((service) => [service.name, service])),
  };
}

function operationsOf(
  services: readonly Service[],
  interpose: Interposition | undefined,
): Record<string, Service['executeLocally']> {
  const through = ({ name, executeLocally }: Service) => interpose?.operations(name, executeLocally) ?? executeLocally;
  return Object.fromEntries(services.map((service) => [service.name, through(service)]));
}

function databaseOf(
  service: string,
  { databaseUrl, onStatement }: ConstellationOptions,
): ServiceDependencies['database'] {
  const url = databaseUrl(service);
  return onStatement === undefined ? { url } : { url, onStatement: (sql) => onStatement(service, sql) };
}

function randomKey(): string {
  return randomBytes(32).toString('base64');
}
