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
import { headerName } from './settings/kinds.ts';
import { withOverrides } from './settings/read-settings.ts';
import type { Profile, Settings, SettingsInput } from './settings/settings.ts';
import { settingsFile } from './settings/settings-file.ts';

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
  readonly settings: Settings;
  readonly trustedProxies: readonly string[];
  /** The servers of NATS; without them services push their events to this process. */
  readonly natsUrl: string | undefined;
  readonly logLevel: NonNullable<LoggerSettings['level']>;
  readonly secrets: { readonly keyring: Keyring };
}

const builtPages = fileURLToPath(new URL('../../web/dist', import.meta.url));

function environment(env: Environment) {
  const { nodeEnv, text, port, host, url, addresses, keyring, list, natsUrl, logLevel } = variables(env);
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
    // Without NATS services push to a bus in this process.
    GATEWAY_SETTINGS: settingsFile({ env, profile: profileOf(env, 'own'), hasBus: true }),
    TRUSTED_PROXIES: list(text).default([]),
    NATS_URL: natsUrl.optional(),
    LOG_LEVEL: logLevel.default('info'),
  });
}

/**
 * Reads the configuration of a gateway process.
 * @throws ConfigError that names every variable at fault
 */
export function readGatewayConfig(env: Environment = process.env): GatewayConfig {
  const values = readConfig(environment(env), env);
  const development = values.NODE_ENV !== 'production';
  return {
    port: values.PORT,
    host: values.HOST,
    publicUrl: values.PUBLIC_URL ?? `http://localhost:${values.PORT}`,
    development,
    addresses: values.SERVICE_ADDRESSES,
    supergraphFile: values.SUPERGRAPH,
    engine: values.GATEWAY_ENGINE,
    webRoot: existsSync(values.WEB_ROOT) ? values.WEB_ROOT : undefined,
    settings: values.GATEWAY_SETTINGS,
    trustedProxies: values.TRUSTED_PROXIES,
    natsUrl: values.NATS_URL,
    logLevel: values.LOG_LEVEL,
    secrets: { keyring: values.IDENTITY_KEYS },
  };
}

/** @apollo/gateway reports to its maker unless the environment says no, and takes no option for it. */
export function turnOffTelemetry(): void {
  process.env['APOLLO_TELEMETRY_DISABLED'] = 'true';
}

/** By name: where each is. */
type ComposedSubgraphs = NonNullable<Settings['schema']['compose']>;

/** What a standalone gateway is told, by its command line; by the environment where and how it runs. */
export interface StandaloneConfig {
  /** The file of the supergraph, or the subgraphs to compose it of. */
  readonly source: string | ComposedSubgraphs;
  readonly port: number;
  readonly host: string;
  readonly publicUrl: string;
  readonly settings: Settings;
  readonly trustedProxies: readonly string[];
  readonly development: boolean;
  /** The servers of NATS; without them there is no event bus. */
  readonly natsUrl: string | undefined;
  readonly logLevel: NonNullable<LoggerSettings['level']>;
}

/**
 * Reads the command line of a standalone gateway; `undefined` when it is none: there is neither `--supergraph FILE` nor
 * `--settings FILE`.
 * @throws Error about an option that it does not know, ConfigError that names all others at fault
 */
export function readStandaloneConfig(
  args: readonly string[] = process.argv.slice(2),
  env: Environment = process.env,
): StandaloneConfig | undefined {
  const values = optionsIn(args);
  if (values.supergraph === undefined && values.settings === undefined) return undefined;
  const config = readConfig(standalone(env, values.supergraph !== undefined), {
    ...Object.fromEntries(STANDALONE_VARIABLES.map((name) => [name, env[name]])),
    '--settings': values.settings ?? env['GATEWAY_SETTINGS'],
    '--port': values.port ?? env['PORT'],
    '--host': values.host ?? env['HOST'],
    '--forward-header': values['forward-header'].join(),
    '--max-tokens': values['max-tokens'],
    '--max-depth': values['max-depth'],
    '--max-fields': values['max-fields'],
  });
  const forwardHeaders = config['--forward-header'];
  const told: SettingsInput = {
    limits: { maxTokens: config['--max-tokens'], maxDepth: config['--max-depth'], maxFields: config['--max-fields'] },
    ...(forwardHeaders.length > 0 && { subgraphs: { all: { forwardHeaders } } }),
    ...(values['share-identical-requests'] && { caching: { shareIdenticalRequests: true } }),
  };
  const settings = withOverrides(config['--settings'], told);
  return {
    source: values.supergraph ?? settings.schema.compose ?? {},
    port: config['--port'],
    host: config['--host'],
    publicUrl: config.PUBLIC_URL ?? `http://localhost:${config['--port']}`,
    settings,
    trustedProxies: config.TRUSTED_PROXIES,
    development: config.NODE_ENV !== 'production',
    natsUrl: config.NATS_URL,
    logLevel: config.LOG_LEVEL,
  };
}

const STANDALONE_VARIABLES = 'NODE_ENV LOG_LEVEL PUBLIC_URL TRUSTED_PROXIES GATEWAY_ENGINE NATS_URL'.split(' ');

function standalone(env: Environment, hasSupergraph: boolean) {
  const { nodeEnv, text, port, host, url, list, natsUrl, logLevel } = variables(env);
  const hasBus = Boolean(env['NATS_URL']);
  return z.object({
    NODE_ENV: nodeEnv,
    LOG_LEVEL: logLevel.default('info'),
    PUBLIC_URL: url.optional(),
    TRUSTED_PROXIES: list(text).default([]),
    GATEWAY_ENGINE: z.literal('federation', 'no other engine serves a supergraph of its own').optional(),
    NATS_URL: natsUrl.optional(),
    '--settings': settingsFile({ env, profile: profileOf(env, 'any'), hasBus }).refine(
      ({ schema }) => hasSupergraph || schema.compose !== undefined,
      'there is no --supergraph, nor do the settings say what to compose (schema.compose)',
    ),
    '--port': port.default(4000),
    '--host': host,
    '--forward-header': list(text).transform(headerNames).default([]),
    '--max-tokens': limit,
    '--max-depth': limit,
    '--max-fields': limit,
  });
}

/** The names as settings have them; each that no rule may name is told of. */
function headerNames(names: readonly string[], context: z.core.$RefinementCtx): string[] {
  return names.flatMap((name) => {
    const { data, error } = headerName.safeParse(name);
    for (const { message } of error?.issues ?? []) context.addIssue({ code: 'custom', message: `${name}: ${message}` });
    return data ?? [];
  });
}

function profileOf(env: Environment, graph: Profile['graph']): Profile {
  return { development: !variables(env).isProduction, graph };
}

const limit = z.coerce.number().int().min(1).optional();

/** @throws ConfigError with all options that there are, where one is not among them */
function optionsIn(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: STANDALONE_OPTIONS }).values;
  } catch (error) {
    const names = Object.keys(STANDALONE_OPTIONS).map((name) => `--${name}`);
    throw new ConfigError([(error as Error).message, `the options are ${names.join(', ')}`]);
  }
}

const STANDALONE_OPTIONS = {
  supergraph: { type: 'string' },
  settings: { type: 'string' },
  port: { type: 'string' },
  host: { type: 'string' },
  'forward-header': { type: 'string', multiple: true, default: [] as string[] },
  'share-identical-requests': { type: 'boolean', default: false },
  'max-tokens': { type: 'string' },
  'max-depth': { type: 'string' },
  'max-fields': { type: 'string' },
} as const;
