import { services } from '@accounts-center/schema';
import { type Keyring, type LoggerSettings, parseJson, readConfig } from '@accounts-center/subgraph-kit';
import { z } from 'zod';
import type { S3Settings } from './media/storage/s3-storage.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** All that the environment says to the process of an app. */
export interface AppConfig {
  readonly port: number;
  readonly host: string;
  readonly databaseUrl: string;
  /** Origin of the gateway, as people reach it. */
  readonly publicUrl: string;
  /** Origin of each service. */
  readonly addresses: Readonly<Record<string, string>>;
  /** Where media are kept: in a folder or a bucket. */
  readonly media: { readonly folder: string } | { readonly s3: S3Settings };
  readonly isDevelopment: boolean;
  readonly logLevel: NonNullable<LoggerSettings['level']>;
  readonly secrets: { readonly keyring: Keyring; readonly mediaKey: string };
}

const localAddresses = Object.fromEntries(services.map(({ name, port }) => [name, `http://127.0.0.1:${port}`]));

const text = z.string({ error: ({ input }) => (input === undefined ? 'is missing' : undefined) });
const databaseUrl = text.regex(/^(file:|postgres(ql)?:)/, 'must begin with file: or postgres:');

/** What production has to be told, with random keys; development has a default for it. */
function environment(service: string, isProduction: boolean) {
  const unlessTold = <T>(schema: z.ZodType<T>, value: T) => (isProduction ? schema : schema.default(value as never));
  const base64 = text.pipe(z.base64());
  const key = isProduction ? base64.refine(isRandom, 'production needs a random key') : base64;
  const port = services.find(({ name }) => name === service)?.port ?? 0;
  return z
    .object({
      PORT: z.coerce.number().int().min(0).max(65_535).default(port),
      HOST: text.default('127.0.0.1'),
      DATABASE_URL: unlessTold(databaseUrl, `file:.data/${service}.db`),
      PUBLIC_URL: unlessTold(text.pipe(z.url()), 'http://localhost:4000'),
      SERVICE_ADDRESSES: unlessTold(json(z.record(z.string(), z.url())), localAddresses),
      IDENTITY_KEYS: json(z.record(z.string(), key)),
      MEDIA_KEY: unlessTold(key, Buffer.from('for development and nothing else').toString('base64')),
      MEDIA_DIR: text.optional(),
      S3_BUCKET: text.optional(),
      S3_REGION: text.default('us-east-1'),
      S3_ENDPOINT: z.url().optional(),
      S3_ACCESS_KEY_ID: text.optional(),
      S3_SECRET_ACCESS_KEY: text.optional(),
      LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
    })
    .transform((values, context) => ({ ...values, media: mediaOf(values, service, context) }));
}

/**
 * Reads the configuration of an app's process.
 * @param service the app's service, e.g. `facebook`
 * @throws ConfigError that names every variable at fault; in production, one that has no value of its own too
 */
export function readAppConfig(service: string, env: Environment): AppConfig {
  const isProduction = (env['NODE_ENV'] ?? 'production') === 'production';
  const values = readConfig(environment(service, isProduction), env);
  return {
    port: values.PORT,
    host: values.HOST,
    databaseUrl: values.DATABASE_URL,
    publicUrl: values.PUBLIC_URL,
    addresses: values.SERVICE_ADDRESSES,
    media: values.media,
    isDevelopment: !isProduction,
    logLevel: values.LOG_LEVEL,
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

function json<T>(schema: z.ZodType<T>) {
  return text
    .transform((written, context): unknown => {
      const value = parseJson(written);
      if (value === undefined) context.addIssue({ code: 'custom', message: 'must be JSON' });
      return value;
    })
    .pipe(schema);
}

/** Random bytes are never all printable, so a key that is a text was made up by somebody. */
function isRandom(base64: string): boolean {
  return !/^[\x20-\x7e]*$/.test(Buffer.from(base64, 'base64').toString('latin1'));
}
