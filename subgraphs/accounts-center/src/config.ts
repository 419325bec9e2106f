import { accountsCenter, localAddressesWithGateway, portOf } from '@accounts-center/schema';
import {
  type Environment,
  readConfig,
  type ServiceConfig,
  telemetryFrom,
  variables,
} from '@accounts-center/subgraph-kit';
import { z } from 'zod';

/** All that the environment says to an accounts-center process. */
export interface AccountsCenterConfig extends ServiceConfig {
  /** Undefined in development: mail stays in the mailbox. */
  readonly smtp: { readonly url: string; readonly from: string } | undefined;
  readonly secrets: ServiceConfig['secrets'] & { readonly secretKeys: readonly string[] };
}

const SECRET_KEY_BYTES = 32;

/** What production has to be told, with random keys; development has a default for it, but for keys. */
function environment(env: Environment) {
  const {
    isProduction,
    nodeEnv,
    text,
    port,
    host,
    databaseUrl,
    addresses,
    natsUrl,
    key,
    keyring,
    list,
    logLevel,
    share,
    url,
    announceMs,
    unlessTold,
  } = variables(env);
  const smtpUrl = text.regex(/^smtps?:\/\//, 'must begin with smtp: or smtps:');
  const secretKey = key.refine(isSecretKey, `must have ${SECRET_KEY_BYTES} bytes`);
  return z.object({
    NODE_ENV: nodeEnv,
    PORT: port.default(portOf(accountsCenter)),
    HOST: host,
    DATABASE_URL: unlessTold(databaseUrl, 'file:.data/accounts-center.db'),
    SERVICE_ADDRESSES: unlessTold(addresses, localAddressesWithGateway),
    NATS_URL: natsUrl.optional(),
    IDENTITY_KEYS: keyring,
    SECRET_KEYS: list(secretKey).refine(isFilled, 'is empty'),
    SMTP_URL: isProduction ? smtpUrl : smtpUrl.optional(),
    MAIL_FROM: unlessTold(text, 'Accounts Center <no-reply@localhost>'),
    LOG_LEVEL: logLevel.default('info'),
    ANNOUNCE_MS: announceMs,
    OTLP_URL: url.optional(),
    TRACE_SAMPLE_RATIO: share.optional(),
    METRICS_PORT: port.optional(),
  });
}

/**
 * Reads the configuration of an accounts-center process.
 * @throws ConfigError that names every variable at fault; in production, one that has no value of its own too
 */
export function readAccountsCenterConfig(env: Environment = process.env): AccountsCenterConfig {
  const values = readConfig(environment(env), env);
  return {
    port: values.PORT,
    host: values.HOST,
    databaseUrl: values.DATABASE_URL,
    addresses: values.SERVICE_ADDRESSES,
    natsUrl: values.NATS_URL,
    isDevelopment: values.NODE_ENV !== 'production',
    logLevel: values.LOG_LEVEL,
    telemetry: telemetryFrom(values),
    announceMs: values.ANNOUNCE_MS,
    smtp: values.SMTP_URL === undefined ? undefined : { url: values.SMTP_URL, from: values.MAIL_FROM },
    secrets: { keyring: values.IDENTITY_KEYS, secretKeys: values.SECRET_KEYS },
  };
}

function isFilled({ length }: readonly string[]): boolean {
  return length > 0;
}

function isSecretKey(base64: string): boolean {
  return Buffer.from(base64, 'base64').length === SECRET_KEY_BYTES;
}
