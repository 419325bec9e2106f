import { type AppConfig, readAppConfig } from '@accounts-center/app-kit';

/**
 * Reads the configuration of a Instagram process.
 * @throws ConfigError that names every variable at fault
 */
export function readInstagramConfig(env: Readonly<Record<string, string | undefined>> = process.env): AppConfig {
  return readAppConfig('instagram', env);
}
