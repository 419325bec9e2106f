import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { diskStorage } from '@accounts-center/app-kit';
import { type ConstellationOptions, newKeyring } from '@accounts-center/constellation';
import { createTestDatabase } from '@accounts-center/db/testing';
import type { FamilyGraph } from '@accounts-center/schema';

type Kept = 'port' | 'databaseUrl' | 'mediaStorage' | 'secrets' | 'keyring';

/** What a constellation stands on, and what is still there when it has gone: databases, files, secrets, an address. */
export interface Ground extends Required<Pick<ConstellationOptions, Kept>> {
  /** The folder of the apps' photos and videos. */
  readonly mediaFolder: string;
  remove(): Promise<void>;
}

/** New ground, empty, for the services of a family. */
export async function prepareGround(dialect: 'sqlite' | 'postgres', { apps, services }: FamilyGraph): Promise<Ground> {
  const mediaFolder = await mkdtemp(join(tmpdir(), 'accounts-center-media-'));
  const names = services.map(({ name }) => name);
  const entries = await Promise.all(names.map(async (name) => [name, await createTestDatabase(dialect)] as const));
  const databases = new Map(entries);
  return {
    port: await freePort(),
    databaseUrl: (service) => databases.get(service)?.url ?? '',
    mediaStorage: (service) => diskStorage(join(mediaFolder, service)),
    secrets: { secretKeys: [randomKey()], mediaKey: randomKey() },
    keyring: newKeyring(apps),
    mediaFolder,
    async remove() {
      await Promise.all([...databases.values()].map((database) => database.remove()));
      await rm(mediaFolder, { recursive: true, force: true });
    },
  };
}

/** A port of the loopback interface that was free a moment ago; addresses of media name it before the gateway listens. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('There is no free port.');
  return address.port;
}

function randomKey(): string {
  return randomBytes(32).toString('base64');
}
