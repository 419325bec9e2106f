import type { FastifyRequest } from 'fastify';

const GRAPHQL_RESPONSE = 'application/graphql-response+json';

/**
 * The media type of an answer that Apollo Server does not write. Clients that ask for GraphQL's own read what is wrong of
 * an answer with any status, of others not.
 */
export function responseType({ headers: { accept = '' } }: Pick<FastifyRequest, 'headers'>): string {
  return `${accept.includes(GRAPHQL_RESPONSE) ? GRAPHQL_RESPONSE : 'application/json'}; charset=utf-8`;
}
