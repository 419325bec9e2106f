import { type AppConfig, readAppConfig } from '@accounts-center/app-kit';

/**
 * Reads the configuration of a Facebook process.
 * @throws ConfigError that names every variable at fault
 */
export function readFacebookConfig(env: Readonly<Record<string, string | undefined>> = process.env): AppConfig {
  return readAppConfig('facebook', env);
}
