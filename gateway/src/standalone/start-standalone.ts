import { readFileSync } from 'node:fs';
import { ConfigError, createLogger } from '@accounts-center/subgraph-kit';
import { GraphQLError } from 'graphql';
import type { StandaloneConfig } from '../config.ts';
import { createStandaloneGateway, type StandaloneGateway, type StandaloneOptions } from './standalone.ts';

/**
 * Starts a gateway for the supergraph in a file; gives what ends it.
 * @throws ConfigError that says what is wrong with the supergraph
 */
export async function startStandaloneGateway(config: StandaloneConfig): Promise<() => Promise<void>> {
  const log = createLogger({ name: 'gateway', level: config.logLevel, pretty: config.development });
  const gateway = await createOn(config.supergraphFile, { ...config, log });
  await gateway.listen(config);
  return () => gateway.close();
}

async function createOn(file: string, options: Omit<StandaloneOptions, 'supergraphSdl'>): Promise<StandaloneGateway> {
  try {
    return await createStandaloneGateway({ ...options, supergraphSdl: readFileSync(file, 'utf8') });
  } catch (error) {
    const problems = problemsOf(error);
    throw problems ? new ConfigError(problems.map((problem) => `${file}: ${problem}`)) : error;
  }
}

/** What is wrong with the file, if that is what an error is about. */
function problemsOf(error: unknown): readonly string[] | undefined {
  if (error instanceof ConfigError) return error.problems;
  const isOfFile = error instanceof GraphQLError || (error instanceof Error && 'syscall' in error);
  return isOfFile ? [error.message] : undefined;
}
