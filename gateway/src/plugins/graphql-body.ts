import type { IncomingHttpHeaders } from 'node:http';
import type { FastifyError, FastifyInstance, FastifyRequest } from 'fastify';
import { Refusal, refuse } from '../errors/refusal.ts';
import { parametersOf } from '../graphql/address-parameters.ts';
import { isDocumentTooDeep, weighJson } from '../graphql/nesting.ts';
import type { RequestMemory } from '../request-memory.ts';
import { type BodyLimits, readBody } from './read-body.ts';
import { whatIsWrong } from './what-is-wrong.ts';

const BYTE_ORDER_MARK = '\uFEFF';
const CHARSET = /;\s*charset\s*=\s*"?([^;"]*)/gi;
const SEND_JSON =
  'Send the operation as JSON in UTF-8, not compressed, with the header `content-type: application/json`.';

declare module 'fastify' {
  interface FastifyRequest {
    /** Has to be called once nobody needs the body any more. */
    giveBackMemory: (() => void) | null;
  }
}

export interface GraphqlBodyLimits extends BodyLimits {
  /** How many operations an array may bring. 1: no arrays. */
  readonly maxBatchSize: number;
}

/**
 * Reads the JSON bodies of GraphQL requests, bounded in size, time, nesting and number of values; other content types and encodings are refused. What
 * addresses bring may be nested as deeply.
 * @param parts.memory for what has come and is not answered yet
 * @param parts.keyOf whose request it is, as a text
 */
export function addGraphqlBody(
  scope: FastifyInstance,
  limits: GraphqlBodyLimits,
  { memory, keyOf }: { readonly memory: RequestMemory; readonly keyOf: (request: FastifyRequest) => string },
): void {
  scope.decorateRequest('giveBackMemory', null);
  const parseJson = scope.getDefaultJsonParser('error', 'error');
  scope.removeAllContentTypeParsers();
  scope.addContentTypeParser('application/json', (request, payload, done) => {
    if (!isPlainUtf8(request.headers)) return done(refuse(415, SEND_JSON));
    readBody(payload, limits).then((text) => {
      const giveBack = admitted(text, (bytes) => memory.hold(bytes, keyOf(request)));
      if (giveBack instanceof Refusal) return done(giveBack);
      void parseJson(request, text, (error, body: unknown) => {
        const fault = error ? whatIsWrong(text) : faultOf(body, limits);
        if (fault === undefined) {
          request.giveBackMemory = giveBack;
          return done(null, body);
        }
        giveBack();
        done(refuse(400, fault));
      });
    }, done);
  });
  scope.setErrorHandler((error: FastifyError) => {
    if (error.statusCode !== 415) throw error;
    throw refuse(415, SEND_JSON);
  });
  scope.addHook('preHandler', async ({ giveBackMemory }, { raw }) => {
    if (!giveBackMemory) return;
    if (raw.closed) giveBackMemory();
    else raw.once('close', giveBackMemory);
  });
  scope.addHook('preHandler', async (request) => {
    const parameters = parametersOf(request);
    for (const name of ['variables', 'extensions'])
      for (const text of parameters.getAll(name)) {
        const fault = weighJson(text);
        if (typeof fault === 'string') throw refuse(400, `The ${name} are ${fault}.`);
      }
    for (const query of [...parameters.getAll('query'), ...queriesIn(request.body)])
      if (isDocumentTooDeep(query))
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

function faultOf(body: unknown, { maxBatchSize }: GraphqlBodyLimits): string | undefined {
  if (isObject(body)) return undefined;
  if (!Array.isArray(body) || maxBatchSize === 1) return 'The body is no JSON object.';
  if (body.length === 0 || !body.every(isObject)) return 'The body is no array of JSON objects.';
  return body.length > maxBatchSize ? `The body has more than ${maxBatchSize} operations.` : undefined;
}

function isObject(body: unknown): body is object {
  return typeof body === 'object' && body !== null && !Array.isArray(body);
}

/** What it takes to have a body, or why it is refused. */
function admitted(text: string, hold: (bytes: number) => (() => void) | undefined): (() => void) | Refusal {
  if (text.startsWith(BYTE_ORDER_MARK)) return refuse(400, 'The body begins with a byte order mark.');
  const bytes = weighJson(text);
  if (typeof bytes === 'string') return refuse(400, `The body is ${bytes}.`);
  return hold(bytes) ?? new Refusal(503, 'SERVICE_UNAVAILABLE', 'Too much is asked at once. Try again later.');
}

function queriesIn(body: unknown): string[] {
  return [body].flat().flatMap((operation) => {
    const { query } = (operation ?? {}) as { query?: unknown };
    return typeof query === 'string' ? [query] : [];
  });
}
