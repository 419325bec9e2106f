import { readFile } from 'node:fs/promises';
import { setTimeout } from 'node:timers/promises';
import { ConfigError, createLogger, type Logger, systemClock } from '@accounts-center/subgraph-kit';
import { GraphQLError } from 'graphql';
import type { StandaloneConfig } from '../config.ts';
import { openGatewayBus } from '../events/gateway-bus.ts';
import { sdlOverHttp } from '../schema-source/ask-sdl.ts';
import { composedSupergraph } from '../schema-source/composed-supergraph.ts';
import type { ReadSupergraph } from '../schema-source/watch-supergraph.ts';
import { createStandaloneGateway, type StandaloneGateway, type StandaloneOptions } from './standalone.ts';

const RETRY_MS = 2_000;

/**
 * Starts a gateway for the supergraph in a file, or for what it composes of subgraphs by itself; gives what ends it.
 * @throws ConfigError that says what is wrong with the supergraph
 */
export async function startStandaloneGateway(config: StandaloneConfig): Promise<() => Promise<void>> {
  const log = createLogger({ name: 'gateway', level: config.logLevel, pretty: config.development });
  const sdl = sdlOverHttp();
  const { source, natsUrl } = config;
  const { replayEvents } = config.settings.subscriptions;
  // One of its own would have nobody who tells it anything.
  const bus = natsUrl === undefined ? undefined : openGatewayBus({ natsUrl, replayEvents, clock: systemClock, log });
  const isFile = typeof source === 'string';
  const read = isFile ? () => readFile(source, 'utf8') : composedSupergraph(source, sdl.ask);
  const gateway = await createOn(
    isFile ? source : 'the subgraphs',
    { ...config, metricsHost: config.host, readSupergraph: read, log, ...(bus && { bus }) },
    () => (isFile ? read() : onceComplete(read, log)),
  );
  gateway.server.addHook('onClose', () => sdl.close());
  await gateway.listen(config);
  return async () => {
    await gateway.close();
    await bus?.[Symbol.asyncDispose]();
  };
}

/** Subgraphs may start later than the gateway. What does not compose is told at once. */
async function onceComplete(read: ReadSupergraph, log: Logger): Promise<string> {
  for (;;) {
    try {
      return await read();
    } catch (error) {
      if (error instanceof ConfigError) throw error;
      log.warn({ err: error }, 'Waiting for the subgraphs');
      await setTimeout(RETRY_MS);
    }
  }
}

async function createOn(
  name: string,
  options: Omit<StandaloneOptions, 'supergraphSdl'>,
  first: ReadSupergraph,
): Promise<StandaloneGateway> {
  try {
    return await createStandaloneGateway({ ...options, supergraphSdl: await first() });
  } catch (error) {
    const problems = problemsOf(error);
    throw problems ? new ConfigError(problems.map((problem) => `${name}: ${problem}`)) : error;
  }
}

/** What is wrong with the supergraph, if that is what an error is about. */
function problemsOf(error: unknown): readonly string[] | undefined {
  if (error instanceof ConfigError) return error.problems;
  const isOfFile = error instanceof GraphQLError || (error instanceof Error && 'syscall' in error);
  return isOfFile ? [error.message] : undefined;
}
