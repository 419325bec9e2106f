import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { accountsCenter, addressesAbove } from '@accounts-center/schema';
import { type ConstellationConfig, developmentSecrets, environmentOf } from './config.ts';
import { keyringOf, newKeyring } from './keyring.ts';
import type { ProcessGroup } from './process-group.ts';

/**
 * Starts every service and the gateway as a process of its own, as they would run on machines of their own. The gateway takes
 * the port of the configuration, a service one as far above it as in the registry.
 * @param group takes the processes
 */
export function startServices(
  config: Omit<ConstellationConfig, 'demoFile' | 'engine' | 'settings' | 'webRoot'>,
  group: Pick<ProcessGroup, 'start'>,
): void {
  const { port, publicUrl, dataFolder, databaseUrl, logLevel } = config;
  const secrets = developmentSecrets(dataFolder);
  const keyring = newKeyring();
  const addresses = addressesAbove(port);

  function start(name: string, folder: string, own: Readonly<Record<string, string>>): void {
    const file = fileURLToPath(new URL(`../../${folder}/src/main.ts`, import.meta.url));
    const all = { ...addresses, gateway: `http://127.0.0.1:${port}` };
    const ofAll = { LOG_LEVEL: logLevel, SERVICE_ADDRESSES: JSON.stringify(all) };
    group.start(
      name,
      file,
      environmentOf({ ...ofAll, IDENTITY_KEYS: JSON.stringify(keyringOf(name, keyring)), ...own }),
    );
  }

  for (const [name, origin] of Object.entries(addresses)) {
    const mediaFolder = join(dataFolder, 'media', name);
    const media = { PUBLIC_URL: publicUrl, MEDIA_DIR: mediaFolder, MEDIA_KEY: secrets.mediaKey };
    const special = name === accountsCenter ? { SECRET_KEYS: secrets.secretKeys.join(',') } : media;
    start(name, `subgraphs/${name}`, { ...special, PORT: new URL(origin).port, DATABASE_URL: databaseUrl(name) });
  }
  start('gateway', 'gateway', { PORT: String(port), PUBLIC_URL: publicUrl });
}
