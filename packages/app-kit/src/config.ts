import { localAddressesWithGateway, portOf } from '@accounts-center/schema';
import {
  type Environment,
  readConfig,
  type ServiceConfig,
  telemetryFrom,
  variables,
} from '@accounts-center/subgraph-kit';
import { z } from 'zod';
import type { S3Settings } from './media/storage/s3-storage.ts';

/** All that the environment says to the process of an app. */
export interface AppConfig extends ServiceConfig {
  /** Origin of the gateway, as people reach it. */
  readonly publicUrl: string;
  /** Where media are kept: in a folder or a bucket. */
  readonly media: { readonly folder: string } | { readonly s3: S3Settings };
  readonly secrets: ServiceConfig['secrets'] & { readonly mediaKey: string };
}

/** What production has to be told, with random keys; development has a default for it, but for keys. */
function environment(service: string, env: Environment) {
  const {
    nodeEnv,
    text,
    port,
    host,
    url,
    databaseUrl,
    addresses,
    natsUrl,
    key,
    keyring,
    logLevel,
    share,
    announceMs,
    unlessTold,
  } = variables(env);
  return z
    .object({
      NODE_ENV: nodeEnv,
      PORT: port.default(portOf(service)),
      HOST: host,
      DATABASE_URL: unlessTold(databaseUrl, `file:.data/${service}.db`),
      PUBLIC_URL: unlessTold(url, 'http://localhost:4000'),
      SERVICE_ADDRESSES: unlessTold(addresses, localAddressesWithGateway),
      NATS_URL: natsUrl.optional(),
      IDENTITY_KEYS: keyring,
      MEDIA_KEY: key,
      MEDIA_DIR: text.optional(),
      S3_BUCKET: text.optional(),
      S3_REGION: text.default('us-east-1'),
      S3_ENDPOINT: url.optional(),
      S3_ACCESS_KEY_ID: text.optional(),
      S3_SECRET_ACCESS_KEY: text.optional(),
      LOG_LEVEL: logLevel.default('info'),
      ANNOUNCE_MS: announceMs,
      OTLP_URL: url.optional(),
      TRACE_SAMPLE_RATIO: share.optional(),
      METRICS_PORT: port.optional(),
    })
    .transform((values, context) => ({ ...values, media: mediaOf(values, service, context) }));
}

/**
 * Reads the configuration of an app's process.
 * @param service the app's service, e.g. `facebook`
 * @throws ConfigError that names every variable at fault; in production, one that has no value of its own too
 */
export function readAppConfig(service: string, env: Environment = process.env): AppConfig {
  const values = readConfig(environment(service, env), env);
  return {
    port: values.PORT,
    host: values.HOST,
    databaseUrl: values.DATABASE_URL,
    publicUrl: values.PUBLIC_URL,
    addresses: values.SERVICE_ADDRESSES,
    natsUrl: values.NATS_URL,
    media: values.media,
    isDevelopment: values.NODE_ENV !== 'production',
    logLevel: values.LOG_LEVEL,
    telemetry: telemetryFrom(values),
    announceMs: values.ANNOUNCE_MS,
    secrets: { keyring: values.IDENTITY_KEYS, mediaKey: values.MEDIA_KEY },
  };
}

interface MediaValues {
  readonly MEDIA_DIR?: string | undefined;
  readonly S3_BUCKET?: string | undefined;
  readonly S3_REGION: string;
  readonly S3_ENDPOINT?: string | undefined;
  readonly S3_ACCESS_KEY_ID?: string | undefined;
  readonly S3_SECRET_ACCESS_KEY?: string | undefined;
}

/** A bucket where one is named, else a folder. */
function mediaOf(values: MediaValues, service: string, context: z.core.$RefinementCtx): AppConfig['media'] {
  const { MEDIA_DIR: folder = `.data/media/${service}`, S3_BUCKET: bucket, S3_REGION: region } = values;
  const { S3_ENDPOINT: endpoint, S3_ACCESS_KEY_ID: accessKeyId, S3_SECRET_ACCESS_KEY: secretAccessKey } = values;
  if (bucket === undefined) return { folder };
  if (accessKeyId === undefined || secretAccessKey === undefined) {
    const path = [accessKeyId === undefined ? 'S3_ACCESS_KEY_ID' : 'S3_SECRET_ACCESS_KEY'];
    context.addIssue({ code: 'custom', path, message: 'is missing beside S3_BUCKET' });
    return z.NEVER;
  }
  return {
    s3: { bucket, region, credentials: { accessKeyId, secretAccessKey }, ...(endpoint !== undefined && { endpoint }) },
  };
}
