import { type AppConfig, readAppConfig } from '@accounts-center/app-kit';

/**
 * Reads the configuration of a Messenger process.
 * @throws ConfigError that names every variable at fault
 */
export function readMessengerConfig(env: Readonly<Record<string, string | undefined>> = process.env): AppConfig {
  return readAppConfig('messenger', env);
}
