import type { FastifyReply, FastifyRequest } from 'fastify';
import { Refusal, refuse } from '../errors/refusal.ts';
import { parametersOf } from '../graphql/address-parameters.ts';
import { responseType } from '../plugins/response-type.ts';
import { countedAs, type StreamParts } from './client-stream.ts';
import type { ConnectedCaller, Introduce } from './connected-caller.ts';
import { multipart } from './multipart.ts';
import { leave, type RunOptions, type SingleOutcome } from './operations.ts';
import { readOperation } from './read-operation.ts';
import { openResponse, type StreamFormat } from './response-transport.ts';
import { distinctConnections } from './server-sent-events.ts';
import { lastEventIdIn } from './websocket-messages.ts';

const EVENT_STREAM = 'text/event-stream';
const MULTIPART = 'subscriptionspec';

/** Whether the answer to a request may be a stream of events, as far as its headers and its text tell. */
export function mayStream(request: FastifyRequest): boolean {
  const { headers, body } = request;
  const { accept } = headers;
  // Each of several has one answer.
  if (accept === undefined || Array.isArray(body)) return false;
  const takes = accept.toLowerCase();
  if (!takes.includes(EVENT_STREAM) && !takes.includes(MULTIPART)) return false;
  if (!takes.includes('json')) return true;
  // Some clients accept everything for everything; what can't be a subscription goes its usual way.
  const text = body ? (body as { query?: unknown }).query : parametersOf(request).get('query');
  return typeof text !== 'string' || text.includes('subscription');
}

export interface HttpStreamsParts<Caller> extends StreamParts<Caller> {
  readonly introduce: Introduce<Caller>;
}

/** Answers operations with streams of events: graphql-sse with a connection for each, and Apollo's multipart protocol. */
export function createHttpStreams<Caller>(
  parts: HttpStreamsParts<Caller>,
): (request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply> {
  const formats = { eventStream: distinctConnections(), multipart: multipart() };

  return async (request, reply) => {
    const accept = request.headers.accept?.toLowerCase() ?? '';
    const operation = readOperation(request);
    const caller = await introducedBy(request, parts.introduce);
    const options = { lastEventId: lastEventIdOf(request, operation.extensions), isReadOnly: request.method === 'GET' };
    const isEventStream = accept.includes(EVENT_STREAM);
    if (isEventStream && !accept.includes('json')) {
      const refusal = parts.streams.refusalFor(countedAs(caller, parts));
      if (refusal) throw refusal;
      const stream = openResponse(reply, formats.eventStream, caller, parts);
      const onOutcome = (): void => request.giveBackMemory?.();
      void stream.start('', operation, options, onOutcome).then(() => stream.finish('done'));
      return reply;
    }
    return answer(request, reply, {
      caller,
      operation,
      options,
      format: formats[isEventStream ? 'eventStream' : 'multipart'],
    });
  };

  /** Whether it is a stream shows when the operation has begun: what has one answer gets it as JSON. */
  async function answer(
    request: FastifyRequest,
    reply: FastifyReply,
    asked: {
      caller: ConnectedCaller<Caller>;
      operation: ReturnType<typeof readOperation>;
      options: Omit<RunOptions, 'signal'>;
      format: StreamFormat;
    },
  ): Promise<FastifyReply> {
    const { caller, operation, options, format } = asked;
    const gone = new AbortController();
    const onClose = (): void => gone.abort();
    reply.raw.once('close', onClose);
    const outcome = await parts.operations.run(operation, caller, { ...options, signal: gone.signal });
    request.giveBackMemory?.();
    if (gone.signal.aborted) return reply.hijack();
    if (outcome.kind === 'single') return sendSingle(request, reply, outcome);
    const refusal = parts.streams.refusalFor(countedAs(caller, parts));
    if (refusal) {
      await leave(outcome.events);
      throw refusal;
    }
    const stream = openResponse(reply, format, caller, parts);
    void stream.adopt('', outcome).then(() => stream.finish('done'));
    return reply;
  }
}

/**
 * Who sent a request.
 * @throws Refusal when that is nobody who may, or can't be said
 */
export async function introducedBy<Caller>(
  { headers, ip: clientAddress }: FastifyRequest,
  introduce: Introduce<Caller>,
): Promise<ConnectedCaller<Caller>> {
  const introduced = await introduce({ headers, clientAddress });
  switch (introduced.kind) {
    case 'caller':
      return introduced.caller;
    case 'refused':
      throw refuse(401, 'The access token is expired or invalid.');
    case 'unavailable':
      throw new Refusal(503, 'SERVICE_UNAVAILABLE', 'Access tokens can not be checked at the moment.');
  }
}

/** An answer that is no stream. */
export function sendSingle(
  request: FastifyRequest,
  reply: FastifyReply,
  { result, httpStatus = 200, headers = [] }: SingleOutcome,
): FastifyReply {
  for (const [name, value] of headers) if (name !== 'cache-control') reply.header(name, value);
  return reply.code(httpStatus).type(responseType(request)).send(result);
}

/** `EventSource` sends the header by itself; others can say it either way. */
function lastEventIdOf(request: FastifyRequest, extensions: Record<string, unknown> | undefined): string | undefined {
  const header = request.headers['last-event-id'];
  return typeof header === 'string' && header !== '' ? header : lastEventIdIn(extensions);
}
