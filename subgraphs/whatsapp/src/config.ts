import { type AppConfig, readAppConfig } from '@accounts-center/app-kit';

/**
 * Reads the configuration of a WhatsApp process.
 * @throws ConfigError that names every variable at fault
 */
export function readWhatsAppConfig(env: Readonly<Record<string, string | undefined>> = process.env): AppConfig {
  return readAppConfig('whatsapp', env);
}
