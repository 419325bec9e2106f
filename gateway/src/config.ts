import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { localAddresses, supergraphPath } from '@accounts-center/schema';
import {
  ConfigError,
  type Environment,
  type Keyring,
  type LoggerSettings,
  readConfig,
  variables,
} from '@accounts-center/subgraph-kit';
import { z } from 'zod';
import { ENGINES, type EngineName } from './engine.ts';
import type { OperationLimits } from './graphql/operation-limits.ts';

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
  readonly engine: EngineName;
  readonly webRoot: string | undefined;
  readonly corsOrigins: readonly string[];
  readonly trustedProxies: readonly string[];
  readonly logLevel: NonNullable<LoggerSettings['level']>;
  readonly secrets: { readonly keyring: Keyring };
}

const builtPages = fileURLToPath(new URL('../../web/dist', import.meta.url));

function environment(env: Environment) {
  const { nodeEnv, text, port, host, url, addresses, keyring, list, logLevel } = variables(env);
  return z.object({
    NODE_ENV: nodeEnv,
    PORT: port.default(4000),
    HOST: host,
    PUBLIC_URL: url.optional(),
    IDENTITY_KEYS: keyring,
    SERVICE_ADDRESSES: addresses.default(localAddresses),
    SUPERGRAPH: text.default(supergraphPath),
    GATEWAY_ENGINE: z.enum(ENGINES).default('federation'),
    WEB_ROOT: text.default(builtPages),
    CORS_ORIGINS: list(url).default([]),
    TRUSTED_PROXIES: list(text).default([]),
    LOG_LEVEL: logLevel.default('info'),
  });
}

/**
 * Reads the configuration of a gateway process.
 * @throws ConfigError that names every variable at fault
 */
export function readGatewayConfig(env: Environment = process.env): GatewayConfig {
  const values = readConfig(environment(env), env);
  return {
    port: values.PORT,
    host: values.HOST,
    publicUrl: values.PUBLIC_URL ?? `http://localhost:${values.PORT}`,
    development: values.NODE_ENV !== 'production',
    addresses: values.SERVICE_ADDRESSES,
    supergraphFile: values.SUPERGRAPH,
    engine: values.GATEWAY_ENGINE,
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

/** What a standalone gateway is told, by its command line; by the environment where and how it runs. */
export interface StandaloneConfig {
  readonly supergraphFile: string;
  readonly port: number;
  readonly host: string;
  readonly forwardHeaders: readonly string[];
  readonly shareIdenticalRequests: boolean;
  readonly limits: OperationLimits;
  readonly development: boolean;
  readonly logLevel: NonNullable<LoggerSettings['level']>;
}

/**
 * Reads the command line of a standalone gateway; `undefined` when it is none: there is no `--supergraph FILE`.
 * @throws Error about an option that it does not know
 */
export function readStandaloneConfig(
  args: readonly string[] = process.argv.slice(2),
  env: Environment = process.env,
): StandaloneConfig | undefined {
  const { values } = parseArgs({ args: [...args], options: STANDALONE_OPTIONS });
  if (values.supergraph === undefined) return undefined;
  const own = values['forward-header'].filter((name) => OWN_HEADERS.has(name.toLowerCase()));
  if (own.length > 0) throw new ConfigError(own.map((name) => `--forward-header ${name}: each message has its own`));
  const { nodeEnv, port, host, logLevel } = variables(env);
  const Standalone = z.object({
    NODE_ENV: nodeEnv,
    LOG_LEVEL: logLevel.default('info'),
    GATEWAY_ENGINE: z.literal('federation', 'no other engine serves a supergraph of its own').optional(),
    '--port': port.default(4000),
    '--host': host,
    '--max-tokens': limit.default(STANDALONE_LIMITS.maxTokens),
    '--max-depth': limit.default(STANDALONE_LIMITS.maxDepth),
    '--max-fields': limit.default(STANDALONE_LIMITS.maxFields),
  });
  const config = readConfig(Standalone, {
    NODE_ENV: env['NODE_ENV'],
    LOG_LEVEL: env['LOG_LEVEL'],
    GATEWAY_ENGINE: env['GATEWAY_ENGINE'],
    '--port': values.port ?? env['PORT'],
    '--host': values.host ?? env['HOST'],
    '--max-tokens': values['max-tokens'],
    '--max-depth': values['max-depth'],
    '--max-fields': values['max-fields'],
  });
  return {
    supergraphFile: values.supergraph,
    port: config['--port'],
    host: config['--host'],
    forwardHeaders: values['forward-header'],
    shareIdenticalRequests: values['share-identical-requests'],
    limits: {
      maxTokens: config['--max-tokens'],
      maxDepth: config['--max-depth'],
      maxFields: config['--max-fields'],
    },
    development: config.NODE_ENV !== 'production',
    logLevel: config.LOG_LEVEL,
  };
}

/** For any graph: above what any of its clients sends, and below what would take the process away from the others for long. */
const STANDALONE_LIMITS: OperationLimits = { maxTokens: 15_000, maxDepth: 100, maxFields: 5_000 };

const limit = z.coerce.number().int().min(1);

/** What a message says of itself and its way: a subgraph's are made by the gateway. */
const OWN_HEADERS: ReadonlySet<string> = new Set(
  `accept accept-encoding content-type content-length content-encoding transfer-encoding expect host connection keep-alive
  proxy-connection te trailer upgrade`.split(/\s+/),
);

const STANDALONE_OPTIONS = {
  supergraph: { type: 'string' },
  port: { type: 'string' },
  host: { type: 'string' },
  'forward-header': { type: 'string', multiple: true, default: [] as string[] },
  'share-identical-requests': { type: 'boolean', default: false },
  'max-tokens': { type: 'string' },
  'max-depth': { type: 'string' },
  'max-fields': { type: 'string' },
} as const;
