import {
  createIds,
  createLogger,
  createServiceClient,
  httpTransport,
  type Service,
  systemClock,
} from '@accounts-center/subgraph-kit';
import type { AppDependencies } from './app.ts';
import type { AppConfig } from './config.ts';
import { diskStorage } from './media/storage/disk-storage.ts';
import type { MediaStorage } from './media/storage/media-storage.ts';
import { s3Storage } from './media/storage/s3-storage.ts';

/**
 * Runs an app as a process of its own, until it is told to stop.
 * @param name its service's name, for the log
 */
export async function runApp(
  name: string,
  config: AppConfig,
  create: (deps: AppDependencies) => Promise<Service>,
): Promise<void> {
  const { port, host, addresses, databaseUrl, publicUrl, media, isDevelopment, logLevel, secrets } = config;
  const clock = systemClock;
  const log = createLogger({ name, level: logLevel, pretty: isDevelopment });
  const client = createServiceClient(httpTransport({ addresses }));
  const ids = createIds({ clock });
  const mediaStorage = storageOf(media);
  const service = await create({
    ...secrets,
    client,
    clock,
    ids,
    log,
    publicUrl,
    mediaStorage,
    database: { url: databaseUrl },
  });
  service.worker.start();
  log.info(`Listening on ${await service.server.listen({ port, host })}`);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void service.close().then(() => client.close()));
  }
}

function storageOf(media: AppConfig['media']): MediaStorage {
  return 'folder' in media ? diskStorage(media.folder) : s3Storage(media.s3);
}
