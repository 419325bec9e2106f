import { type AppEntry, accountsCenter, renameForApp } from '@accounts-center/schema';
import {
  type Clock,
  createIdentitySigner,
  createIdentityVerifier,
  createIds,
  createInProcessBus,
  createServiceClient,
  type EventBus,
  generateKeyring,
  IDENTITY_HEADER,
  type IdentityClaims,
  type IdentityVerifier,
  localTransport,
  type MovableClock,
  movableClock,
  type ServiceClient,
  silentLogger,
} from '@accounts-center/subgraph-kit';
import type { AppService } from '../create-app-service.ts';
import type { AppDependencies } from '../feature.ts';
import { memoryStorage } from '../media/storage/memory-storage.ts';
import { type CaughtEvent, eventCatcher, sisterApp } from './stand-ins.ts';

/** A GraphQL answer. */
export interface Answer<T> {
  readonly data: T;
  readonly errors?: readonly { readonly message: string; readonly extensions: { readonly code: string } }[];
}

type Variables = Readonly<Record<string, unknown>>;

const EVENTS = `${accountsCenter}/events`;
const SISTER_MEDIA = 'sister/media';

/** An app over a database of its own, with stand-ins for accounts-center and for a sister app called `sister`. */
export interface TestApp {
  readonly entry: AppEntry;
  readonly service: AppService;
  readonly clock: MovableClock;
  /** SQL since a test last emptied it. */
  readonly statements: string[];
  /** What accounts-center was told. */
  readonly events: CaughtEvent[];
  /** Where it tells subscribers of the graph. */
  readonly bus: EventBus;
  /** The sister's files by id. */
  readonly sisterFiles: Map<string, Buffer>;
  /** Calls the contract as accounts-center. */
  contract<T>(query: string, variables?: Variables): Promise<Answer<T>>;
  /**
   * Calls the graph as the gateway does, for the account that is signed in, if any.
   * @param query in the template's names, `appUser`
   */
  graph<T>(query: string, variables?: Variables, viewerId?: string): Promise<Answer<T>>;
  /** Posts a GraphQL operation to a path, under whatever identity. */
  post(path: string, query: string, identity: string | undefined): Promise<{ status: number; body: Answer<unknown> }>;
  /** Signs an identity. */
  sign(issuer: string, audience: string, claims?: IdentityClaims): Promise<string>;
  /** What accounts-center gives out for a file of the sister. */
  grant(mediaId: string): Promise<string>;
  /** A new id of one kind, `u`, `p` or `m`. */
  newId(kind: string): string;
  /** Has accounts-center and the sister answer, or not. */
  connect(isOn: boolean): void;
  close(): Promise<void>;
}

/** Starts an app on the local transport. */
export async function startTestApp(
  entry: AppEntry,
  create: (deps: AppDependencies) => Promise<AppService>,
  url = 'file::memory:',
): Promise<TestApp> {
  const { service: name } = entry;
  const clock = movableClock(new Date('2026-11-23T10:00:00Z'));
  const ids = createIds({ clock });
  const keyring = generateKeyring(directions(name));
  const admit = (issuer: string, audience: string): IdentityVerifier =>
    createIdentityVerifier({ audience, keyring, clock, allowedIssuers: [issuer] });
  const center = eventCatcher(admit(name, EVENTS));
  const sister = sisterApp(admit(accountsCenter, SISTER_MEDIA));
  const transport = localTransport();
  const client = createServiceClient(transport);
  const statements: string[] = [];
  const bus = createInProcessBus({ replayEvents: 1_000, clock });
  const service = await create({
    bus,
    keyring,
    client,
    clock,
    ids,
    log: silentLogger,
    publicUrl: 'http://localhost:4000',
    database: { url, onStatement: (sql) => void statements.push(sql) },
    mediaStorage: memoryStorage(),
    mediaKey: 'a secret',
  });
  transport.register(name, service.server);
  const sisters = { [accountsCenter]: center.server, sister: sister.server };
  const connect = (isOn: boolean): void => {
    for (const [sisterName, server] of Object.entries(sisters)) {
      if (isOn) transport.register(sisterName, server);
      else transport.unregister(sisterName);
    }
  };
  connect(true);
  const sign: TestApp['sign'] = (issuer, audience, claims) =>
    createIdentitySigner({ issuer, keyring, clock }).for(audience, claims);
  return {
    entry,
    service,
    clock,
    statements,
    connect,
    sign,
    ...callsOf(client, entry, clock, sign),
    events: center.events,
    bus,
    sisterFiles: sister.files,
    grant: (mediaId) => sign(accountsCenter, SISTER_MEDIA, { resource: mediaId }),
    newId: (kind) => ids.random(`${entry.idPrefix}${kind}`),
    close: async () => {
      await service.close();
      await center.server.close();
      await sister.server.close();
    },
  };
}

/** Every direction in which somebody may call, or tries to. */
function directions(name: string): string[] {
  const own = ['', '/contract', '/media', '/events'].map((door) => `${accountsCenter}>${name}${door}`);
  const others = [`gateway>${name}`, `gateway>${name}/contract`, `gateway>${name}/events`, `sister>${name}/contract`];
  return [...own, ...others, `${accountsCenter}>${SISTER_MEDIA}`, `${name}>${EVENTS}`];
}

function callsOf(
  client: ServiceClient,
  entry: AppEntry,
  clock: Clock,
  sign: TestApp['sign'],
): Pick<TestApp, 'post' | 'contract' | 'graph'> {
  const { service } = entry;

  async function send<T>(path: string, query: string, identity: string | undefined, variables: Variables = {}) {
    const signed = identity === undefined ? {} : { [IDENTITY_HEADER]: identity };
    const headers = { 'content-type': 'application/json', ...signed };
    const body = JSON.stringify({ query, variables });
    const response = await client.send({ service, method: 'POST', path, headers, body, timeoutMs: 10_000 });
    return { status: response.status, body: JSON.parse(await response.text()) as Answer<T> };
  }

  return {
    post: send,
    contract: async <T>(query: string, variables?: Variables) => {
      const identity = await sign(accountsCenter, `${service}/contract`);
      return (await send<T>('/contract', query, identity, variables)).body;
    },
    graph: async <T>(query: string, variables?: Variables, viewerId?: string) => {
      const viewer = { accountId: viewerId ?? '', sessionId: 'ses_test', authenticatedAt: clock.now() };
      const identity = await sign('gateway', service, viewerId === undefined ? {} : { viewer });
      return (await send<T>('/graphql', renameForApp(query, entry), identity, variables)).body;
    },
  };
}
