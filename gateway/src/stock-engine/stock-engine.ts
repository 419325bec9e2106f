import type { Logger } from '@accounts-center/subgraph-kit';
import { ApolloGateway } from '@apollo/gateway';
import type { GatewayExecutor, GatewayGraphQLRequest } from '@apollo/server-gateway-interface';
import { GraphQLError, type OperationDefinitionNode, OperationTypeNode } from 'graphql';
import { turnOffTelemetry } from '../config.ts';
import type { Engine } from '../engine.ts';
import { internalError } from '../errors/internal-error.ts';
import type { Subgraphs } from '../transport/subgraphs.ts';
import { subgraphDataSource } from './data-source.ts';
import { repairResult } from './repair-result.ts';
import { keyFieldsOf, reservedNames } from './reserved-names.ts';

/** The engine of @apollo/gateway, its answers put right where that can be done from outside. */
export function createStockEngine(parts: { supergraphSdl: string; subgraphs: Subgraphs; log: Logger }): Engine {
  const { supergraphSdl, subgraphs, log } = parts;
  turnOffTelemetry();
  const gateway = new ApolloGateway({
    supergraphSdl,
    logger: log,
    buildService: ({ name }) => subgraphDataSource(name, subgraphs),
    __exposeQueryPlanExperimental: false,
    validateSupergraph: false, // composition has; doing it again doubles the time to start
  });
  return {
    load: async (options) => {
      const { executor } = await gateway.load(options);
      return { executor: repairing(executor, log) };
    },
    onSchemaLoadOrUpdate: (callback) => gateway.onSchemaLoadOrUpdate(callback),
    stop: () => gateway.stop(),
    validationRules: [reservedNames(keyFieldsOf(supergraphSdl))],
  };
}

function repairing(execute: GatewayExecutor, log: Logger): GatewayExecutor {
  return async (requestContext) => {
    const { operation, request } = requestContext as {
      operation?: OperationDefinitionNode;
      request: GatewayGraphQLRequest;
    };
    // The engine would choose one by itself where the name is an empty text.
    if (!operation) return { errors: [noSuchOperation(request.operationName)] };
    if (operation.operation === OperationTypeNode.SUBSCRIPTION) return { errors: [noSubscriptions()] };
    try {
      return repairResult(await execute(requestContext), log);
    } catch (error) {
      log.error({ err: error }, 'The engine failed');
      return { errors: [internalError({ status: 500 })] };
    }
  };
}

function noSubscriptions(): GraphQLError {
  const message = 'The stock engine answers no subscriptions. The federation engine does (GATEWAY_ENGINE).';
  return new GraphQLError(message, { extensions: { code: 'NOT_SUPPORTED' } });
}

function noSuchOperation(name: string | undefined): GraphQLError {
  if (name === undefined) return new GraphQLError('Must provide operation name if query contains multiple operations.');
  return new GraphQLError(`Unknown operation named "${name}".`);
}
