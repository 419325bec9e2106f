import type { GraphQLDataSource } from '@apollo/gateway';
import { Kind, parse } from 'graphql';
import { subgraphUnavailable } from '../errors/subgraph-error.ts';
import type { GatewayContext } from '../graphql/context.ts';
import type { SubgraphResult } from '../transport/subgraph-transport.ts';
import type { Subgraphs } from '../transport/subgraphs.ts';
import { notePlace } from './error-place.ts';

/** One subgraph, as @apollo/gateway wants it. */
export function subgraphDataSource(service: string, subgraphs: Subgraphs): GraphQLDataSource<GatewayContext> {
  return {
    process: async (options) => {
      if (!('incomingRequestContext' in options)) throw new Error(`No ${options.kind} is sent here.`);
      const { query = '', variables = {}, operationName } = options.request;
      const operation = { query, variables, ...(operationName !== undefined && { operationName }) };
      const { caller, signal } = options.context;
      const answer = await subgraphs.ask(service, operation, caller, signal);
      const { data = null, errors } = answer.ok ? answer.result : missing(service, query);
      const fetch = { fetchPath: options.pathInIncomingRequest ?? [], isEntityFetch: 'representations' in variables };
      return { data, ...(errors && { errors: errors.map((error) => notePlace(error, fetch)) }) };
    },
  };
}

/** Says of each root field that its data is missing. */
function missing(service: string, query: string): SubgraphResult {
  const error = subgraphUnavailable(service);
  return { data: null, errors: rootKeys(query).map((key) => ({ ...error, path: [key] })) };
}

function rootKeys(query: string): string[] {
  const operation = parse(query).definitions.find((definition) => definition.kind === Kind.OPERATION_DEFINITION);
  const fields = operation?.selectionSet.selections.filter((selection) => selection.kind === Kind.FIELD) ?? [];
  return fields.map(({ alias, name }) => (alias ?? name).value);
}
