import type { z } from 'zod';
import type { Environment } from './variables.ts';

/** Everything that is wrong with a process's configuration, in one message. */
export class ConfigError extends Error {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(['This is not as it has to be:', ...problems].join('\n  '));
    this.name = 'ConfigError';
    this.problems = problems;
  }
}

/**
 * Reads a typed configuration from environment variables. An empty variable counts as unset.
 * @throws ConfigError naming every variable at fault; values, which may be secret, are never repeated.
 */
export function readConfig<T>(schema: z.ZodType<T>, env: Environment): T {
  const present = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ''));
  const result = schema.safeParse(present);
  if (result.success) return result.data;
  throw new ConfigError(
    result.error.issues.map(({ path, message }) => `${path.join('.') || 'configuration'}: ${message}`),
  );
}
