import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Settings, settingsFile } from '@accounts-center/gateway';
import { type Environment, type LoggerSettings, readConfig, variables } from '@accounts-center/subgraph-kit';
import { z } from 'zod';

/** All that the environment says to whoever starts the whole constellation on one machine. */
export interface ConstellationConfig {
  /** Of the gateway, on the loopback interface. */
  readonly port: number;
  readonly publicUrl: string;
  /** Where everything is kept. */
  readonly dataFolder: string;
  /** Where it is noted that the demo people are there. */
  readonly demoFile: string;
  readonly databaseUrl: (service: string) => string;
  /** Pages built for browsers; undefined when they are not built. */
  readonly webRoot: string | undefined;
  /** Ours, or the one of @apollo/gateway. */
  readonly engine: 'federation' | 'stock';
  /** How the gateway serves the graph. */
  readonly settings: Settings;
  readonly logLevel: NonNullable<LoggerSettings['level']>;
}

const webRoot = fileURLToPath(new URL('../../web/dist', import.meta.url));

function environment(env: Environment) {
  const { text, port, url, logLevel } = variables(env);
  return z.object({
    NODE_ENV: z.enum(['development', 'test']).default('development'),
    PORT: port.min(1).default(4000),
    PUBLIC_URL: url.optional(),
    DATA_DIR: text.default('.data'),
    DATABASE_URL: text
      .regex(/^postgres(ql)?:.*\{service\}/, 'must be a postgres: address with {service} for the name of the database')
      .optional(),
    GATEWAY_ENGINE: z.enum(['federation', 'stock']).default('federation'),
    GATEWAY_SETTINGS: settingsFile({ env, profile: { development: true, graph: 'own' }, hasBus: true }),
    LOG_LEVEL: logLevel.default('warn'),
  });
}

/**
 * Reads how the constellation shall run on this machine. It is for development: production has processes of its own.
 * @throws ConfigError that names every variable at fault
 */
export function readConstellationConfig(env: Environment = process.env): ConstellationConfig {
  const values = readConfig(environment(env), env);
  const dataFolder = resolve(values.DATA_DIR);
  const files = (service: string) => `file:${join(dataFolder, `${service}.db`)}`;
  const { DATABASE_URL: template } = values;
  return {
    port: values.PORT,
    publicUrl: values.PUBLIC_URL ?? `http://localhost:${values.PORT}`,
    dataFolder,
    demoFile: join(dataFolder, 'demo-people.json'),
    databaseUrl:
      template === undefined ? files : (service) => template.replaceAll('{service}', service.replaceAll('-', '_')),
    webRoot: existsSync(webRoot) ? webRoot : undefined,
    engine: values.GATEWAY_ENGINE,
    settings: values.GATEWAY_SETTINGS,
    logLevel: values.LOG_LEVEL,
  };
}

/** Secrets of this machine's development data, made once and kept beside it, readable by its owner alone. */
export interface DevelopmentSecrets {
  /** Encrypts what accounts-center keeps at rest. */
  readonly secretKeys: readonly string[];
  /** Signs addresses of media. */
  readonly mediaKey: string;
}

export function developmentSecrets(dataFolder: string): DevelopmentSecrets {
  const file = join(dataFolder, 'secrets.json');
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8')) as DevelopmentSecrets;
  const randomKey = () => randomBytes(32).toString('base64');
  const secrets = { secretKeys: [randomKey()], mediaKey: randomKey() };
  writeFileSync(file, JSON.stringify(secrets), { mode: 0o600 });
  return secrets;
}

/** What a service's own process is told, beside what is the same for this one. */
export function environmentOf(own: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
  return { ...process.env, NODE_ENV: 'development', ...own };
}
