import type { FastifyError, FastifyInstance, FastifyRequest } from 'fastify';
import { Refusal, refuse } from '../errors/refusal.ts';
import { isDocumentTooDeep, isJsonTooDeep } from '../graphql/nesting.ts';
import { type BodyLimits, readBody } from './read-body.ts';

const BYTE_ORDER_MARK = '\uFEFF';

/** Reads the JSON bodies of GraphQL requests, bounded in size, time and nesting; other content types are refused. */
export function addGraphqlBody(scope: FastifyInstance, limits: BodyLimits): void {
  const parseJson = scope.getDefaultJsonParser('error', 'error');
  scope.removeAllContentTypeParsers();
  scope.addContentTypeParser('application/json', (request, payload, done) => {
    readBody(payload, limits).then((text) => {
      const refusal = refusalOf(text);
      if (refusal) done(refusal);
      else void parseJson(request, text, done);
    }, done);
  });
  scope.setErrorHandler((error: FastifyError) => {
    if (error.statusCode !== 415) throw error;
    throw refuse(415, 'Send the operation as JSON, with the header `content-type: application/json`.');
  });
  scope.addHook('preHandler', async (request) => {
    const source = sourceOf(request);
    if (source === undefined || !isDocumentTooDeep(source)) return;
    throw new Refusal(400, 'GRAPHQL_PARSE_FAILED', 'The operation is nested too deeply.');
  });
}

function refusalOf(text: string): Refusal | undefined {
  if (text.startsWith(BYTE_ORDER_MARK)) return refuse(400, 'The body begins with a byte order mark.');
  return isJsonTooDeep(text) ? refuse(400, 'The body is nested too deeply.') : undefined;
}

function sourceOf({ body, query }: FastifyRequest): string | undefined {
  const { query: source } = (body ?? query ?? {}) as { query?: unknown };
  return typeof source === 'string' ? source : undefined;
}
