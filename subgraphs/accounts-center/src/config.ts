import { accountsCenter, services } from '@accounts-center/schema';
import { type Keyring, type LoggerSettings, parseJson, readConfig } from '@accounts-center/subgraph-kit';
import { z } from 'zod';

type Environment = Readonly<Record<string, string | undefined>>;

/** All that the environment says to an accounts-center process. */
export interface AccountsCenterConfig {
  readonly port: number;
  readonly host: string;
  readonly databaseUrl: string;
  /** Origin of the gateway, as people reach it. */
  readonly publicUrl: string;
  /** Origin of each service. */
  readonly addresses: Readonly<Record<string, string>>;
  readonly isDevelopment: boolean;
  readonly logLevel: NonNullable<LoggerSettings['level']>;
  /** Undefined in development: mail stays in the mailbox. */
  readonly smtp: { readonly url: string; readonly from: string } | undefined;
  readonly secrets: { readonly keyring: Keyring; readonly secretKeys: readonly string[] };
}

const SECRET_KEY_BYTES = 32;
const DEVELOPMENT_SECRET_KEY = Buffer.from('for development and nothing else').toString('base64');
const localAddresses = Object.fromEntries(services.map(({ name, port }) => [name, `http://127.0.0.1:${port}`]));
const ownPort = services.find(({ name }) => name === accountsCenter)?.port;

const text = z.string({ error: ({ input }) => (input === undefined ? 'is missing' : undefined) });
const databaseUrl = text.regex(/^(file:|postgres(ql)?:)/, 'must begin with file: or postgres:');
const smtpUrl = text.regex(/^smtps?:\/\//, 'must begin with smtp: or smtps:');
const addresses = json(z.record(z.string(), z.url()));
const logLevel = z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']);

/** What production has to be told, with random keys; development has a default for it. */
function environment(isProduction: boolean) {
  const unlessTold = <T>(schema: z.ZodType<T>, value: T) => (isProduction ? schema : schema.default(value as never));
  const key = isProduction ? z.base64().refine(isRandom, 'production needs a random key') : z.base64();
  return z.object({
    PORT: z.coerce
      .number()
      .int()
      .min(0)
      .max(65_535)
      .default(ownPort ?? 0),
    HOST: text.default('127.0.0.1'),
    DATABASE_URL: unlessTold(databaseUrl, 'file:.data/accounts-center.db'),
    PUBLIC_URL: unlessTold(text.pipe(z.url()), 'http://localhost:4000'),
    SERVICE_ADDRESSES: unlessTold(addresses, localAddresses),
    IDENTITY_KEYS: json(z.record(z.string(), key)),
    SECRET_KEYS: unlessTold(list(key.refine(isSecretKey, `must have ${SECRET_KEY_BYTES} bytes`)), [
      DEVELOPMENT_SECRET_KEY,
    ]),
    SMTP_URL: isProduction ? smtpUrl : smtpUrl.optional(),
    MAIL_FROM: unlessTold(text, 'Accounts Center <no-reply@localhost>'),
    LOG_LEVEL: logLevel.default('info'),
  });
}

/**
 * Reads the configuration of an accounts-center process.
 * @throws ConfigError that names every variable at fault; in production, one that has no value of its own too
 */
export function readAccountsCenterConfig(env: Environment = process.env): AccountsCenterConfig {
  const isProduction = (env['NODE_ENV'] ?? 'production') === 'production';
  const values = readConfig(environment(isProduction), env);
  return {
    port: values.PORT,
    host: values.HOST,
    databaseUrl: values.DATABASE_URL,
    publicUrl: values.PUBLIC_URL,
    addresses: values.SERVICE_ADDRESSES,
    isDevelopment: !isProduction,
    logLevel: values.LOG_LEVEL,
    smtp: values.SMTP_URL === undefined ? undefined : { url: values.SMTP_URL, from: values.MAIL_FROM },
    secrets: { keyring: values.IDENTITY_KEYS, secretKeys: values.SECRET_KEYS },
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

function list(item: z.ZodType<string, string>) {
  return text.transform((written) => written.split(',').map((part) => part.trim())).pipe(z.array(item));
}

function isSecretKey(base64: string): boolean {
  return Buffer.from(base64, 'base64').length === SECRET_KEY_BYTES;
}

/** Random bytes are never all printable, so a key that is a text was made up by somebody. */
function isRandom(base64: string): boolean {
  return !/^[\x20-\x7e]*$/.test(Buffer.from(base64, 'base64').toString('latin1'));
}
