import type { Logger } from '@accounts-center/subgraph-kit';
import { ApolloServer, type ApolloServerPlugin, type BaseContext } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginSchemaReportingDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import { ApolloServerPluginLandingPageLocalDefault } from '@apollo/server/plugin/landingPage/default';
import type { FormattedExecutionResult, ValidationRule } from 'graphql';
import type { Engine } from '../engine.ts';
import { publicError } from '../errors/public-error.ts';
import { type CostLimits, costLimit } from './cost-limit.ts';
import { jsonStatus } from './json-status.ts';
import { offeredOperations } from './offered-operations.ts';
import { type OperationLimits, operationLimits } from './operation-limits.ts';

/**
 * GraphQL over HTTP on top of an engine.
 * @param options.development opens what helps developers: introspection, Apollo Sandbox, suggestions in messages
 * @param options.limits of one operation's text
 * @param options.rules what else this graph wants of an operation
 * @param options.costLimits of one operation; none for a graph that does not say how long its lists get
 */
export function createApollo<Context extends BaseContext>(options: {
  engine: Engine;
  development: boolean;
  log: Logger;
  limits: OperationLimits;
  rules?: readonly ValidationRule[];
  costLimits?: CostLimits;
}): ApolloServer<Context> {
  const { engine, development, log, limits, rules = [], costLimits } = options;
  return new ApolloServer<Context>({
    gateway: engine,
    logger: log,
    nodeEnv: development ? 'development' : 'production',
    introspection: development,
    hideSchemaDetailsFromClientErrors: !development,
    includeStacktraceInErrorResponses: false,
    allowBatchedHttpRequests: false,
    csrfPrevention: false, // by headers that plain GET requests lack; the server refuses what pages of other sites send
    persistedQueries: false,
    stopOnTerminationSignals: false,
    parseOptions: { maxLexicalTokens: limits.maxTokens },
    validationRules: [offeredOperations, ...rules, operationLimits(limits), ...engine.validationRules],
    formatError: (formatted, error) => publicError(formatted, error, { hidesSchema: !development, log }),
    // Apollo Server hands on what it gets, untouched: bytes need not become a text, and bytes again.
    ...(engine.write && { stringifyResult: engine.write as (result: FormattedExecutionResult) => string }),
    plugins: [
      landingPage(development),
      jsonStatus(),
      ...nothingReported(),
      ...(costLimits ? [costLimit(costLimits)] : []),
    ],
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
