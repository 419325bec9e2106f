import { runService } from '@accounts-center/subgraph-kit';
import type { App } from './app.ts';
import { type AppConfig, readAppConfig } from './config.ts';
import { createAppService } from './create-app-service.ts';
import { diskStorage } from './media/storage/disk-storage.ts';
import type { MediaStorage } from './media/storage/media-storage.ts';
import { s3Storage } from './media/storage/s3-storage.ts';

/**
 * Runs an app as a process of its own, as the environment says, until it is told to stop.
 * @throws ConfigError that names every variable at fault
 */
export async function runApp(app: App): Promise<void> {
  const config = readAppConfig(app.entry.service);
  const { publicUrl, media, secrets } = config;
  const { mediaKey } = secrets;
  await runService(app.entry.service, config, (deps) =>
    createAppService(app, { ...deps, publicUrl, mediaKey, mediaStorage: storageOf(media) }),
  );
}

function storageOf(media: AppConfig['media']): MediaStorage {
  return 'folder' in media ? diskStorage(media.folder) : s3Storage(media.s3);
}
