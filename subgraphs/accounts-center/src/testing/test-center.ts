import { randomUUID } from 'node:crypto';
import {
  type AppDependencies,
  type AppFeature,
  createAppService,
  memoryStorage,
  type Rules,
  tablesOf,
} from '@accounts-center/app-kit';
import { initialMigration } from '@accounts-center/db/generate';
import { accountsCenter, apps, services } from '@accounts-center/schema';
import {
  createIdentitySigner,
  createIds,
  createLogger,
  createServiceClient,
  generateKeyring,
  IDENTITY_HEADER,
  type IdentityClaims,
  localTransport,
  type MovableClock,
  movableClock,
  type Service,
  type ServiceClient,
  type ServiceDependencies,
} from '@accounts-center/subgraph-kit';
import { decodeJwt } from 'jose';
import { createAccountsCenter } from '../app.ts';
import type { AppContract } from '../app-contract/app-contract.ts';
import { remoteAppContract } from '../app-contract/remote-app-contract.ts';
import type { App } from '../apps.ts';
import type { Viewer } from '../context.ts';
import { type MemoryMailer, memoryMailer } from '../mail/memory-mailer.ts';
import { family as familyApps } from './family.ts';

/** A GraphQL answer. */
export interface Answer<T> {
  readonly data: T;
  readonly errors?: readonly { readonly message: string; readonly extensions: { readonly code: string } }[];
}

/** Somebody with an account, signed in to it. */
export interface Person {
  readonly id: string;
  readonly viewer: Viewer;
  readonly accessToken: string;
  readonly refreshToken: string;
}

/** accounts-center among real apps, in one process, with a clock and a log in the test's hands. */
export interface TestCenter extends AsyncDisposable {
  readonly center: Service;
  readonly clock: MovableClock;
  readonly mailbox: MemoryMailer;
  /** What all services have logged. */
  readonly logged: string[];
  /** SQL of accounts-center since a test last emptied it. */
  readonly statements: string[];
  /** Signs somebody up, and in. */
  person(username: string, app?: App): Promise<Person>;
  /** Asks the subgraph as the gateway does. */
  graph<T>(query: string, variables?: object, viewer?: Viewer): Promise<Answer<T>>;
  /** Calls a route of accounts-center under an identity, or under none. */
  call(
    method: 'GET' | 'POST',
    path: string,
    identity?: string,
    body?: object,
  ): Promise<{ status: number; body: unknown }>;
  sign(issuer: string, audience: string, claims?: IdentityClaims): Promise<string>;
  /** The apps as accounts-center calls them. */
  readonly contract: AppContract;
  /** Has an app answer, or not. */
  connect(service: string, isOn: boolean): void;
  /** Calls any service, under identities that `sign` makes. */
  readonly client: ServiceClient;
  /** Works off all outboxes until nothing is due. */
  settle(): Promise<void>;
}

// One set of rules for all: what apps do not share is not this service's concern.
const rules: Rules = {
  username: { minLength: 3, maxLength: 30, pattern: '[a-z0-9._]+', coolDown: null },
  displayName: { maxLength: 50, coolDown: null },
  post: {
    maxTextLength: 1_000,
    minMedia: 0,
    maxMedia: 10,
    mediaKinds: ['PHOTO', 'VIDEO'],
    maxVideoDurationMs: 60_000,
    minAspectRatio: 0.1,
    maxAspectRatio: 10,
    audience: 'PER_POST',
  },
};

export const PASSWORD = 'correct horse battery';

export const SIGN_UP = `mutation ($input: SignUpInput!) { signUp(input: $input) {
  session { user { id } accessToken refreshToken }
  userErrors { code message field }
} }`;

export interface SignUpData {
  readonly signUp: {
    readonly session: { user: { id: string }; accessToken: string; refreshToken: string } | null;
    readonly userErrors: readonly { code: string; message: string; field: readonly string[] | null }[];
  };
}

/** A fresh input for `SIGN_UP`. */
export function signUpInput(username: string, app: App = 'FACEBOOK') {
  return { app, username, displayName: 'Ada', password: PASSWORD, idempotencyKey: randomUUID() };
}

const cheapPasswords = { memoryCost: 64, timeCost: 1, parallelism: 1 };

/**
 * @param options.url the database of accounts-center; the apps have their own in memory
 * @param options.isDevelopment whether the mailbox is served: yes unless told
 */
export async function startTestCenter(options: { url?: string; isDevelopment?: boolean } = {}): Promise<TestCenter> {
  const { url = 'file::memory:', isDevelopment = true } = options;
  const clock = movableClock(new Date('2026-11-23T10:00:00Z'));
  const transport = localTransport();
  const client = createServiceClient(transport);
  const keyring = generateKeyring(directions());
  const mailbox = memoryMailer({ clock });
  const logged: string[] = [];
  const statements: string[] = [];
  const log = createLogger({ name: 'test', level: 'trace', destination: { write: (line) => void logged.push(line) } });
  const shared: ServiceDependencies = {
    keyring,
    client,
    clock,
    log,
    ids: createIds({ clock }),
    database: { url: 'file::memory:' },
  };

  const family = new Map<string, Service>();
  const features: AppFeature[] = [];
  const migrations = [await initialMigration('sqlite', tablesOf({ features }))];
  for (const entry of apps) {
    const deps: AppDependencies = {
      ...shared,
      publicUrl: 'http://localhost:4000',
      mediaStorage: memoryStorage(),
      mediaKey: 'a secret',
    };
    family.set(entry.service, await createAppService({ entry, rules, features, migrations }, deps));
  }
  const center = await createAccountsCenter({
    ...shared,
    database: { url, onStatement: (sql) => void statements.push(sql) },
    mailer: mailbox,
    passwordCost: cheapPasswords,
    secretKeys: [Buffer.alloc(32, 7).toString('base64')],
    ...(isDevelopment && { mailbox }),
  });
  for (const service of [...family.values(), center]) transport.register(service.name, service.server);

  const sign = (issuer: string, audience: string, claims?: IdentityClaims): Promise<string> =>
    createIdentitySigner({ issuer, keyring, clock }).for(audience, claims);

  const call: TestCenter['call'] = async (method, path, identity, body) => {
    const headers = {
      'content-type': 'application/json',
      ...(identity !== undefined && { [IDENTITY_HEADER]: identity }),
    };
    const content = body === undefined ? {} : { body: JSON.stringify(body) };
    const response = await client.send({
      service: accountsCenter,
      method,
      path,
      headers,
      ...content,
      timeoutMs: 10_000,
    });
    return { status: response.status, body: JSON.parse(await response.text()) as unknown };
  };

  async function settle(): Promise<void> {
    // Work may move on to a worker that has just come to rest.
    for (let quietRounds = 0; quietRounds < 2; quietRounds++) {
      for (const { worker } of [center, ...family.values()]) if ((await worker.drain()) > 0) quietRounds = -1;
    }
  }

  const graph: TestCenter['graph'] = async <T>(query: string, variables: object = {}, viewer?: Viewer) => {
    const identity = await sign('gateway', accountsCenter, { clientAddress: '192.0.2.1', ...(viewer && { viewer }) });
    return (await call('POST', '/graphql', identity, { query, variables })).body as Answer<T>;
  };

  return {
    contract: remoteAppContract({
      client,
      family: familyApps,
      signer: createIdentitySigner({ issuer: accountsCenter, keyring, clock }),
    }),
    center,
    client,
    graph,
    person: (username, app) => signUp(graph, username, app),
    clock,
    mailbox,
    logged,
    statements,
    call,
    sign,
    settle,
    connect(name, isOn) {
      const service = family.get(name);
      if (isOn && service !== undefined) transport.register(name, service.server);
      else transport.unregister(name);
    },
    async [Symbol.asyncDispose]() {
      for (const service of [center, ...family.values()]) await service.close();
    },
  };
}

async function signUp(graph: TestCenter['graph'], username: string, app: App = 'FACEBOOK'): Promise<Person> {
  const { data } = await graph<SignUpData>(SIGN_UP, { input: signUpInput(username, app) });
  const { session, userErrors } = data.signUp;
  if (session === null) throw new Error(JSON.stringify(userErrors));
  const { accessToken, refreshToken } = session;
  const { sub: accountId = '', sid, auth_time } = decodeJwt(accessToken);
  const viewer = { accountId, sessionId: String(sid), authenticatedAt: new Date(Number(auth_time) * 1000) };
  return { id: session.user.id, viewer, accessToken, refreshToken };
}

/** Every direction in which one of these services may be called, and some in which none may. */
function directions(): string[] {
  const ofApps = apps.flatMap(({ service }) => [
    `accounts-center>${service}/contract`,
    `accounts-center>${service}/media`,
    `accounts-center>${service}/events`,
    `${service}>accounts-center/events`,
    `${service}>accounts-center`,
  ]);
  return [...ofApps, ...services.map(({ name }) => `gateway>${name}`), 'gateway>accounts-center/events'];
}
