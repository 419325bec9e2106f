import { z } from 'zod';
import { parseJson } from './json.ts';
import type { TelemetryConfig } from './telemetry/service-telemetry.ts';

/** What a process is told by whoever starts it. */
export type Environment = Readonly<Record<string, string | undefined>>;

const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;
/** Of 32 random bytes 30 differ on average, and fewer than 20 about never. */
const MIN_DISTINCT_BYTES = 16;
const NATS_SERVERS = /^(nats|tls):\/\/[^\s,]+(,\s*(nats|tls):\/\/[^\s,]+)*$/;
const text = z.string({ error: ({ input }) => (input === undefined ? 'is missing' : undefined) });

/**
 * The kinds of variables that configurations are made of. Production takes random keys only, and whatever names neither
 * `development` nor `test` is held to the rules of production.
 * @param env where `NODE_ENV` is read
 */
export function variables(env: Environment) {
  const isProduction = !['development', 'test'].includes(env['NODE_ENV'] ?? '');
  const key = text
    .pipe(z.base64())
    .refine((base64) => !isProduction || isRandom(base64), 'production needs a random key');
  return {
    isProduction,
    nodeEnv: z.enum(['production', 'development', 'test']).default('production'),
    text,
    /** The port to listen on. */
    port: z.coerce.number().int().min(0).max(65_535),
    /** The address to listen on. */
    host: text.default('127.0.0.1'),
    url: text.pipe(z.url()),
    databaseUrl: text.regex(/^(file:|postgres(ql)?:)/, 'must begin with file: or postgres:'),
    /** Origin of each service. */
    addresses: json(z.record(z.string(), z.url())),
    /** Servers of NATS, separated by commas. */
    natsUrl: text.regex(NATS_SERVERS, 'must be nats://[user:password@]host:port, or several with commas'),
    /** Base64. */
    key,
    /** The keys of directions. */
    keyring: json(z.record(z.string(), key)),
    logLevel: z.enum(logLevels),
    /** For how many milliseconds a process says that it is going to end before it ends listening. */
    announceMs: z.coerce.number().int().min(0).max(600_000).default(0),
    /** A part of the whole, from 0 to 1. */
    share: z.coerce.number().min(0).max(1),
    /** Values separated by commas; the empty ones do not count. */
    list,
    /** What production has to be told; elsewhere there is a default. */
    unlessTold: <T>(schema: z.ZodType<T>, value: T) => (isProduction ? schema : schema.default(value as never)),
  };
}

/** What the variables of a service's telemetry say. */
export function telemetryFrom(values: {
  readonly OTLP_URL?: string | undefined;
  readonly TRACE_SAMPLE_RATIO?: number | undefined;
  readonly METRICS_PORT?: number | undefined;
}): TelemetryConfig {
  return { otlpUrl: values.OTLP_URL, sampleRatio: values.TRACE_SAMPLE_RATIO, metricsPort: values.METRICS_PORT };
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
  return text
    .transform((written) =>
      written
        .split(',')
        .map((part) => part.trim())
        .filter(Boolean),
    )
    .pipe(z.array(item));
}

/** Random bytes are never all printable and seldom alike, so a text was made up by somebody, and so was a pattern. */
function isRandom(base64: string): boolean {
  const bytes = Buffer.from(base64, 'base64');
  const isText = /^[\x20-\x7e]*$/.test(bytes.toString('latin1'));
  return !isText && new Set(bytes).size >= MIN_DISTINCT_BYTES;
}
