import type { IncomingHttpHeaders } from 'node:http';
import type { FastifyError, FastifyInstance, FastifyRequest } from 'fastify';
import { Refusal, refuse } from '../errors/refusal.ts';
import { isDocumentTooDeep, isJsonTooDeep } from '../graphql/nesting.ts';
import { type BodyLimits, readBody } from './read-body.ts';
import { whatIsWrong } from './what-is-wrong.ts';

const BYTE_ORDER_MARK = '\uFEFF';
const CHARSET = /;\s*charset\s*=\s*"?([^;"]*)/gi;
const SEND_JSON =
  'Send the operation as JSON in UTF-8, not compressed, with the header `content-type: application/json`.';

/** Reads the JSON bodies of GraphQL requests, bounded in size, time and nesting; other content types and encodings are refused. */
export function addGraphqlBody(scope: FastifyInstance, limits: BodyLimits): void {
  const parseJson = scope.getDefaultJsonParser('error', 'error');
  scope.removeAllContentTypeParsers();
  scope.addContentTypeParser('application/json', (request, payload, done) => {
    if (!isPlainUtf8(request.headers)) return done(refuse(415, SEND_JSON));
    readBody(payload, limits).then((text) => {
      const refusal = refusalOf(text);
      if (refusal) return done(refusal);
      void parseJson(request, text, (error, body: unknown) => {
        if (error) done(refuse(400, whatIsWrong(text)));
        else if (!isObject(body)) done(refuse(400, 'The body is no JSON object.'));
        else done(null, body);
      });
    }, done);
  });
  scope.setErrorHandler((error: FastifyError) => {
    if (error.statusCode !== 415) throw error;
    throw refuse(415, SEND_JSON);
  });
  scope.addHook('preHandler', async (request) => {
    const source = sourceOf(request);
    if (source === undefined || !isDocumentTooDeep(source)) return;
    throw new Refusal(400, 'GRAPHQL_PARSE_FAILED', 'The operation is nested too deeply.');
  });
}

function isPlainUtf8({
  'content-encoding': encoding = 'identity',
  'content-type': type = '',
}: IncomingHttpHeaders): boolean {
  const isUtf8 = [...type.matchAll(CHARSET)].every(([, charset = '']) => charset.trim().toLowerCase() === 'utf-8');
  return isUtf8 && encoding.toLowerCase() === 'identity';
}

function isObject(body: unknown): boolean {
  return typeof body === 'object' && body !== null && !Array.isArray(body);
}

function refusalOf(text: string): Refusal | undefined {
  if (text.startsWith(BYTE_ORDER_MARK)) return refuse(400, 'The body begins with a byte order mark.');
  return isJsonTooDeep(text) ? refuse(400, 'The body is nested too deeply.') : undefined;
}

function sourceOf({ body, query }: FastifyRequest): string | undefined {
  const { query: source } = (body ?? query ?? {}) as { query?: unknown };
  return typeof source === 'string' ? source : undefined;
}
