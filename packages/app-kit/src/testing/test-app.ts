import { type AppEntry, accountsCenter, renameForApp } from '@accounts-center/schema';
import {
  createIdentitySigner,
  createIdentityVerifier,
  createIds,
  createServiceClient,
  generateKeyring,
  IDENTITY_HEADER,
  type IdentityClaims,
  localTransport,
  type MovableClock,
  movableClock,
  type Service,
  type ServiceClient,
  silentLogger,
} from '@accounts-center/subgraph-kit';
import type { AppDependencies } from '../app.ts';
import { memoryStorage } from '../media/storage/memory-storage.ts';
import { type CaughtEvent, eventCatcher, sisterApp } from './stand-ins.ts';

/** A GraphQL answer. */
export interface Answer<T> {
  readonly data: T;
  readonly errors?: readonly { readonly message: string; readonly extensions: { readonly code: string } }[];
}

type Variables = Readonly<Record<string, unknown>>;

/** An app over a database of its own, with stand-ins for accounts-center and for a sister app called `sister`. */
export interface TestApp {
  readonly entry: AppEntry;
  readonly service: Service;
  readonly clock: MovableClock;
  /** SQL since a test last emptied it. */
  readonly statements: string[];
  /** What accounts-center was told. */
  readonly events: CaughtEvent[];
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
  create: (deps: AppDependencies) => Promise<Service>,
  url = 'file::memory:',
): Promise<TestApp> {
  const { service: name } = entry;
  const clock = movableClock(new Date('2026-11-23T10:00:00Z'));
  const ids = createIds({ clock });
  const audiences = { events: `${accountsCenter}/events`, sister: 'sister/media' };
  const keyring = generateKeyring([
    ...[`gateway>${name}`, `gateway>${name}/contract`, `accounts-center>${name}`, `sister>${name}/contract`],
    ...[`accounts-center>${name}/contract`, `accounts-center>${name}/media`, `accounts-center>sister/media`],
    `${name}>${audiences.events}`,
  ]);
  const verifier = (audience: string, issuer: string) =>
    createIdentityVerifier({ audience, keyring, clock, allowedIssuers: [issuer] });
  const catcher = eventCatcher(verifier(audiences.events, name));
  const sister = sisterApp(verifier(audiences.sister, accountsCenter));
  const transport = localTransport();
  const client = createServiceClient(transport);
  const statements: string[] = [];
  const service = await create({
    ...{ keyring, client, clock, ids, log: silentLogger, publicUrl: 'http://localhost:4000' },
    database: { url, onStatement: (sql) => void statements.push(sql) },
    ...{ mediaStorage: memoryStorage(), mediaKey: 'a secret' },
  });
  transport.register(name, service.server);

  function connect(isOn: boolean): void {
    for (const [sisterName, { server }] of Object.entries({ [accountsCenter]: catcher, sister })) {
      if (isOn) transport.register(sisterName, server);
      else transport.unregister(sisterName);
    }
  }
  connect(true);

  const sign = (issuer: string, audience: string, claims?: IdentityClaims): Promise<string> =>
    createIdentitySigner({ issuer, keyring, clock }).for(audience, claims);
  const post = caller(client, name);
  const asViewer = (accountId: string) => ({
    viewer: { accountId, sessionId: 'ses_test', authenticatedAt: clock.now() },
  });

  return {
    ...{ entry, service, clock, statements, connect, sign, post },
    events: catcher.events,
    sisterFiles: sister.files,
    contract: async <T>(query: string, variables?: Variables) => {
      const { body } = await post('/contract', query, await sign(accountsCenter, `${name}/contract`), variables);
      return body as Answer<T>;
    },
    graph: async <T>(query: string, variables?: Variables, viewerId?: string) => {
      const identity = await sign('gateway', name, viewerId === undefined ? {} : asViewer(viewerId));
      const { body } = await post('/graphql', renameForApp(query, entry), identity, variables);
      return body as Answer<T>;
    },
    grant: (mediaId) => sign(accountsCenter, audiences.sister, { resource: mediaId }),
    newId: (kind) => ids.random(`${entry.idPrefix}${kind}`),
    close: async () => {
      await service.close();
      await catcher.server.close();
      await sister.server.close();
    },
  };
}

function caller(client: ServiceClient, service: string) {
  return async (path: string, query: string, identity: string | undefined, variables: Variables = {}) => {
    const headers = {
      'content-type': 'application/json',
      ...(identity !== undefined && { [IDENTITY_HEADER]: identity }),
    };
    const body = JSON.stringify({ query, variables });
    const response = await client.send({ service, method: 'POST', path, headers, body, timeoutMs: 10_000 });
    return { status: response.status, body: JSON.parse(await response.text()) as Answer<unknown> };
  };
}
