import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { services, supergraphPath } from '@accounts-center/schema';
import { type Keyring, type LoggerSettings, readConfig } from '@accounts-center/subgraph-kit';
import { z } from 'zod';

/** All that the environment says to a gateway process. */
export interface GatewayConfig {
  readonly port: number;
  readonly host: string;
  readonly publicUrl: string;
  readonly development: boolean;
  /** Origin of each service. */
  readonly addresses: Readonly<Record<string, string>>;
  /** Where the supergraph's SDL lies. */
  readonly supergraphFile: string;
  readonly webRoot: string | undefined;
  readonly corsOrigins: readonly string[];
  readonly trustedProxies: readonly string[];
  readonly logLevel: NonNullable<LoggerSettings['level']>;
  readonly secrets: { readonly keyring: Keyring };
}

const builtPages = fileURLToPath(new URL('../../web/dist', import.meta.url));
const localAddresses = Object.fromEntries(services.map(({ name, port }) => [name, `http://127.0.0.1:${port}`]));
const list = z
  .string()
  .default('')
  .transform((text) =>
    text
      .split(',')
      .map((item) => item.trim())
      .filter((item) => item !== ''),
  );

const Environment = z
  .object({
    NODE_ENV: z.enum(['production', 'development', 'test']).default('production'),
    PORT: z.coerce.number().int().min(0).max(65_535).default(4000),
    HOST: z.string().default('127.0.0.1'),
    PUBLIC_URL: z.url().optional(),
    IDENTITY_KEYS: json(z.record(z.string(), z.base64())),
    SERVICE_ADDRESSES: json(z.record(z.string(), z.url())).default(localAddresses),
    SUPERGRAPH: z.string().default(supergraphPath),
    WEB_ROOT: z.string().default(builtPages),
    CORS_ORIGINS: list.pipe(z.array(z.url())),
    TRUSTED_PROXIES: list,
    LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
  })
  .superRefine(({ NODE_ENV, IDENTITY_KEYS }, context) => {
    if (NODE_ENV !== 'production') return;
    for (const [direction] of Object.entries(IDENTITY_KEYS).filter(([, key]) => isReadable(key))) {
      const message = `the key of ${direction} is a default key; production needs random ones`;
      context.addIssue({ code: 'custom', path: ['IDENTITY_KEYS'], message });
    }
  });

/**
 * Reads the configuration of a gateway process.
 * @throws ConfigError that names every variable at fault
 */
export function readGatewayConfig(env: Readonly<Record<string, string | undefined>> = process.env): GatewayConfig {
  const values = readConfig(Environment, env);
  return {
    port: values.PORT,
    host: values.HOST,
    publicUrl: values.PUBLIC_URL ?? `http://localhost:${values.PORT}`,
    development: values.NODE_ENV !== 'production',
    addresses: values.SERVICE_ADDRESSES,
    supergraphFile: values.SUPERGRAPH,
    webRoot: existsSync(values.WEB_ROOT) ? values.WEB_ROOT : undefined,
    corsOrigins: values.CORS_ORIGINS,
    trustedProxies: values.TRUSTED_PROXIES,
    logLevel: values.LOG_LEVEL,
    secrets: { keyring: values.IDENTITY_KEYS },
  };
}

/** @apollo/gateway reports to its maker unless the environment says no, and takes no option for it. */
export function turnOffTelemetry(): void {
  process.env['APOLLO_TELEMETRY_DISABLED'] = 'true';
}

/** Random bytes are never all printable, so a key that is a text was made up by somebody. */
function isReadable(key: string): boolean {
  return /^[\x20-\x7e]*$/.test(Buffer.from(key, 'base64').toString('latin1'));
}

function json<T>(schema: z.ZodType<T>) {
  return z
    .string()
    .transform((text, context): unknown => {
      try {
        return JSON.parse(text);
      } catch {
        context.addIssue({ code: 'custom', message: 'must be JSON' });
        return z.NEVER;
      }
    })
    .pipe(schema);
}
