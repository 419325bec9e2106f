import type { Logger } from '@accounts-center/subgraph-kit';
import { ApolloServer, type ApolloServerPlugin } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginSchemaReportingDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import { ApolloServerPluginLandingPageLocalDefault } from '@apollo/server/plugin/landingPage/default';
import type { Engine } from '../engine.ts';
import { publicError } from '../errors/public-error.ts';
import type { GatewayContext } from './context.ts';
import { offeredOperations } from './offered-operations.ts';
import { operationLimits } from './operation-limits.ts';

const MAX_TOKENS = 2_000;

/**
 * GraphQL over HTTP on top of an engine.
 * @param options.development opens what helps developers: introspection, Apollo Sandbox, suggestions in messages
 */
export function createApollo(options: {
  engine: Engine;
  development: boolean;
  log: Logger;
}): ApolloServer<GatewayContext> {
  const { engine, development, log } = options;
  return new ApolloServer<GatewayContext>({
    gateway: engine,
    logger: log,
    nodeEnv: development ? 'development' : 'production',
    introspection: development,
    hideSchemaDetailsFromClientErrors: !development,
    includeStacktraceInErrorResponses: false,
    allowBatchedHttpRequests: false,
    persistedQueries: false,
    stopOnTerminationSignals: false,
    parseOptions: { maxLexicalTokens: MAX_TOKENS },
    validationRules: [offeredOperations, operationLimits(), ...engine.validationRules],
    formatError: (formatted, error) => publicError(formatted, error, log),
    plugins: [landingPage(development), ...nothingReported()],
  });
}

function landingPage(development: boolean): ApolloServerPlugin {
  return development
    ? ApolloServerPluginLandingPageLocalDefault({ embed: { runTelemetry: false } })
    : ApolloServerPluginLandingPageDisabled();
}

function nothingReported(): ApolloServerPlugin[] {
  return [
    ApolloServerPluginCacheControlDisabled(),
    ApolloServerPluginInlineTraceDisabled(),
    ApolloServerPluginSchemaReportingDisabled(),
    ApolloServerPluginUsageReportingDisabled(),
  ];
}
