import type { GraphQLDataSource } from '@apollo/gateway';
import { type GraphQLFormattedError, Kind, parse } from 'graphql';
import { subgraphUnavailable } from '../errors/subgraph-error.ts';
import type { GatewayContext } from '../graphql/context.ts';
import type { SubgraphResult } from '../transport/subgraph-transport.ts';
import type { Subgraphs } from '../transport/subgraphs.ts';

type Response = Awaited<ReturnType<GraphQLDataSource['process']>>;

/** One subgraph, as @apollo/gateway wants it. */
export function subgraphDataSource(service: string, subgraphs: Subgraphs): GraphQLDataSource<GatewayContext> {
  return {
    process: async (options) => {
      if (!('incomingRequestContext' in options)) throw new Error(`No ${options.kind} is sent here.`);
      const { query = '', variables, operationName } = options.request;
      const operation = {
        query,
        ...(variables && { variables }),
        ...(operationName !== undefined && { operationName }),
      };
      const answer = await subgraphs.ask(service, operation, options.context.caller);
      return toResponse(answer.ok ? answer.result : missing(service, query, variables));
    },
  };
}

/** Says at the place of each root field, or of the entities that were asked about, that its data is missing. */
function missing(
  service: string,
  query: string,
  variables: Readonly<Record<string, unknown>> | undefined,
): SubgraphResult {
  const error = subgraphUnavailable(service);
  const isEntityFetch = variables !== undefined && 'representations' in variables;
  const paths = isEntityFetch ? [[]] : rootKeys(query).map((key) => [key]);
  return { data: null, errors: paths.map((path) => ({ ...error, path })) };
}

function rootKeys(query: string): string[] {
  const operation = parse(query).definitions.find((definition) => definition.kind === Kind.OPERATION_DEFINITION);
  const fields = operation?.selectionSet.selections.filter((selection) => selection.kind === Kind.FIELD) ?? [];
  return fields.map(({ alias, name }) => (alias ?? name).value);
}

function toResponse({ data, errors }: SubgraphResult): Response {
  return { data: data ?? null, ...(errors && { errors: errors as GraphQLFormattedError[] }) } as Response;
}
