import { mkdtemp, readdir, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Database, openDatabase } from '@accounts-center/db';
import { initialMigration } from '@accounts-center/db/generate';
import {
  createIdentitySigner,
  createIdentityVerifier,
  createIds,
  createOutbox,
  createOutboxWorker,
  createServiceClient,
  createServiceServer,
  generateKeyring,
  httpTransport,
  IDENTITY_HEADER,
  type Logger,
  movableClock,
  outboxTables,
  type ServiceTransport,
  silentLogger,
} from '@accounts-center/subgraph-kit';
import { createMedia } from '../create-media.ts';
import type { MediaLimits } from '../limits.ts';
import { mediaTables } from '../media.table.ts';
import type { MediaStorage } from '../storage/media-storage.ts';
import { memoryStorage } from '../storage/memory-storage.ts';

/** All tables that a media slice needs. */
export const fixtureTables = [mediaTables, outboxTables];

export const ann = 'fbu_00000000000000000000000ann';
export const ben = 'fbu_00000000000000000000000ben';
/** An account that may not act. */
export const suspended = 'fbu_000000000000000000000gene0';

const SECRET = 'a secret of this test';
const keyring = generateKeyring(['gateway>facebook', 'accounts-center>facebook/media']);

export type MediaFixture = Awaited<ReturnType<typeof startMedia>>;

interface FixtureOptions {
  /** Closed by whoever opened it; a SQLite one in memory unless told. */
  readonly db?: Database;
  /** Called with every statement of the one in memory. */
  readonly onStatement?: (sql: string) => void;
  readonly limits?: Partial<MediaLimits>;
  readonly storage?: MediaStorage;
  readonly log?: Logger;
  /** One of its own unless told. */
  readonly temporaryFolder?: string;
  /** How this app finds `facebook` when it imports; not at all unless told. */
  readonly transport?: ServiceTransport;
}

/** Starts the media slice of Facebook behind a real server on a free port of the loopback interface. */
export async function startMedia(options: FixtureOptions = {}) {
  const {
    limits = {},
    storage = memoryStorage(),
    transport = nowhere(),
    db = await openInMemory(options.onStatement),
    log = silentLogger,
  } = options;
  const clock = movableClock(new Date('2026-11-23T10:00:00.000Z'));
  const ids = createIds({ clock });
  const { temporaryFolder = await mkdtemp(join(tmpdir(), 'accounts-center-media-test-')) } = options;
  const client = createServiceClient(transport);
  const outbox = createOutbox({ db, clock, ids });
  const app = { service: 'facebook', idPrefix: 'fb' };
  const publicUrl = 'http://localhost:4000';
  const slice = createMedia({
    app,
    db,
    clock,
    ids,
    log,
    outbox,
    client,
    storage,
    publicUrl,
    mediaKey: SECRET,
    limits,
    temporaryFolder,
  });

  const server = createServiceServer({ name: 'facebook', log, verifier: verifierOf('facebook', 'gateway') });
  slice.mount(server, {
    grants: verifierOf('facebook/media', 'accounts-center'),
    mayUpload: async (id) => id !== suspended,
  });
  await server.listen({ host: '127.0.0.1', port: 0 });
  const origin = `http://127.0.0.1:${(server.server.address() as AddressInfo).port}`;
  const push = { push: () => Promise.reject(new Error('There are no events here.')) };
  const worker = createOutboxWorker({ service: 'facebook', handlers: slice.jobs, db, clock, ids, log, push });

  function verifierOf(audience: string, issuer: string) {
    return createIdentityVerifier({ audience, keyring, allowedIssuers: [issuer], clock });
  }

  /** The headers of a call of the gateway, for somebody who is signed in or for nobody. */
  async function asViewer(accountId?: string): Promise<Record<string, string>> {
    const viewer =
      accountId === undefined ? undefined : { accountId, sessionId: 'ses_1', authenticatedAt: clock.now() };
    const signer = createIdentitySigner({ issuer: 'gateway', keyring, clock });
    return { [IDENTITY_HEADER]: await signer.for('facebook', viewer === undefined ? {} : { viewer }) };
  }

  return {
    ...slice,
    db,
    clock,
    storage,
    server,
    origin,
    worker,
    asViewer,
    /** What accounts-center hands to a sister app for one file. */
    grant: (id: string) =>
      createIdentitySigner({ issuer: 'accounts-center', keyring, clock }).for('facebook/media', { resource: id }),
    upload: async (form: FormData | string, accountId?: string, headers: Record<string, string> = {}) =>
      await fetch(`${origin}/media`, {
        method: 'POST',
        body: form,
        headers: { ...(await asViewer(accountId)), ...headers },
      }),
    get: async (path: string, headers: Record<string, string> = {}) =>
      await fetch(`${origin}${path}`, { headers: { ...(await asViewer()), ...headers } }),
    /** What is left of files that were taken in or refused. */
    leftovers: () => readdir(temporaryFolder),
    removeLeftovers: async () => {
      for (const name of await readdir(temporaryFolder)) await rm(join(temporaryFolder, name), { recursive: true });
    },
    close: async () => {
      await worker.stop();
      server.server.closeAllConnections();
      await server.close();
      await client.close();
      if (options.db === undefined) await db.close();
      await rm(temporaryFolder, { recursive: true });
    },
  };
}

function nowhere(): ServiceTransport {
  return httpTransport({ addresses: { facebook: 'http://127.0.0.1:9' } });
}

async function openInMemory(onStatement: (sql: string) => void = () => {}): Promise<Database> {
  const migrations = [await initialMigration('sqlite', fixtureTables)];
  return await openDatabase({ url: 'file::memory:', tables: fixtureTables, migrations, onStatement });
}

/** A form with one file, and a text beside it. */
export function formOf(file: Buffer, text: { name?: string; type?: string; altText?: string } = {}): FormData {
  const { name = 'file', type = 'application/octet-stream', altText } = text;
  const form = new FormData();
  if (altText !== undefined) form.append('altText', altText);
  form.append('file', new Blob([new Uint8Array(file)], { type }), name);
  return form;
}

/** The path that the gateway asks the app for, of an address that it serves. */
export function pathOf(address: string): string {
  const { pathname, search } = new URL(address);
  return pathname.replace('/media/facebook/', '/media/') + search;
}

export async function codeOf(answer: Response): Promise<[number, string]> {
  const body = (await answer.json()) as { errors: [{ extensions: { code: string } }] };
  return [answer.status, body.errors[0].extensions.code];
}
