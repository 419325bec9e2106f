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
import { InMemoryLRUCache } from '@apollo/utils.keyvaluecache';
import type { FormattedExecutionResult, ValidationRule } from 'graphql';
import type { Engine } from '../engine.ts';
import { publicError } from '../errors/public-error.ts';
import type { Profile, Settings } from '../settings/settings.ts';
import { createDocumentStore } from './document-store.ts';
import { jsonStatus } from './json-status.ts';
import { offeredOperations } from './offered-operations.ts';
import { operationLimits } from './operation-limits.ts';

/**
 * GraphQL over HTTP on top of an engine.
 * @param options.rules what else this graph wants of an operation
 * @param options.plugins what else is done with each operation, in this order
 */
export function createApollo<Context extends BaseContext>(options: {
  engine: Engine;
  profile: Profile;
  settings: Settings;
  log: Logger;
  rules?: readonly ValidationRule[];
  plugins?: readonly ApolloServerPlugin<Context>[];
}): ApolloServer<Context> {
  const { engine, settings, profile, log, rules = [], plugins = [] } = options;
  const { http, limits, persistedOperations } = settings;
  const { development } = profile;
  return new ApolloServer<Context>({
    gateway: engine,
    logger: log,
    nodeEnv: development ? 'development' : 'production',
    introspection: http.introspection,
    hideSchemaDetailsFromClientErrors: !development,
    includeStacktraceInErrorResponses: false,
    allowBatchedHttpRequests: http.maxBatchSize > 1,
    csrfPrevention: false, // by headers that plain GET requests lack; the server refuses what pages of other sites send
    documentStore: createDocumentStore(),
    persistedQueries: automaticQueries(persistedOperations),
    stopOnTerminationSignals: false,
    parseOptions: { maxLexicalTokens: limits.maxTokens },
    validationRules: [offeredOperations, ...rules, operationLimits(limits), ...engine.validationRules],
    formatError: (formatted, error) => publicError(formatted, error, { hidesSchema: !development, log }),
    // Apollo Server hands on what it gets, untouched: bytes need not become a text, and bytes again.
    ...(engine.write && { stringifyResult: engine.write as (result: FormattedExecutionResult) => string }),
    plugins: [landingPage(development), jsonStatus(), ...nothingReported(), ...plugins],
  });
}

function automaticQueries({ automatic, trusted, maxAutomaticBytes }: Settings['persistedOperations']) {
  if (!automatic || trusted === 'enforce') return false;
  return { cache: new InMemoryLRUCache<string>({ maxSize: maxAutomaticBytes }) };
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
