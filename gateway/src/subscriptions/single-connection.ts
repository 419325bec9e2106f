import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Refusal, refuse } from '../errors/refusal.ts';
import { type ClientStream, countedAs } from './client-stream.ts';
import type { ConnectedCaller } from './connected-caller.ts';
import { type HttpStreamsParts, introducedBy, sendSingle } from './http-streams.ts';
import { readOperation } from './read-operation.ts';
import { type Reservation, Reservations } from './reservations.ts';
import { openResponse } from './response-transport.ts';
import { singleConnection } from './server-sent-events.ts';
import { lastEventIdIn } from './websocket-messages.ts';

const TOKEN_HEADER = 'x-graphql-event-stream-token';
const MAX_ID_LENGTH = 128;
const MAX_PER_CALLER = 50;
const OPEN_WITHIN_MS = 30_000;

export interface SingleConnectionParts<Caller> extends HttpStreamsParts<Caller> {
  /** All of a caller that makes it another, as a text. */
  readonly identityOf: (caller: Caller) => string;
  readonly maxOpen: number;
  readonly refuseWhenBusy: () => void;
}

interface Asked<Caller> {
  readonly caller: ConnectedCaller<Caller>;
  readonly identity: string;
}

/** graphql-sse with one connection for all operations of a client: reserved by PUT, opened by GET, asked by POST. */
export function addSingleConnection<Caller>(scope: FastifyInstance, parts: SingleConnectionParts<Caller>): void {
  const reservations = new Reservations<ClientStream<Caller>>({
    maxOpen: parts.maxOpen,
    maxPerCaller: MAX_PER_CALLER,
    openWithinMs: OPEN_WITHIN_MS,
  });
  const format = singleConnection();
  const url = '/graphql/stream';

  scope.put(url, async (request, reply) => {
    parts.refuseWhenBusy();
    const { caller, identity } = await asker(request);
    const reservation = reservations.reserve(identity, countedAs(caller, parts));
    if (!reservation) throw new Refusal(429, 'TOO_MANY_CONNECTIONS', 'There are too many streams open.');
    return reply.code(201).type('text/plain; charset=utf-8').send(reservation.token);
  });

  scope.get(url, async (request, reply) => {
    parts.refuseWhenBusy();
    const { caller, identity } = await asker(request);
    const reservation = reservationOf(request, identity);
    if (reservation.stream) throw new Refusal(409, 'STREAM_OPEN', 'The stream is open already.');
    const refusal = parts.streams.refusalFor(countedAs(caller, parts));
    if (refusal) throw refusal;
    reservation.stream = openResponse(reply, format, caller, parts);
    reply.raw.once('close', () => reservations.delete(reservation));
    return reply;
  });

  scope.post(url, async (request, reply) => {
    const { stream } = reservationOf(request, (await asker(request)).identity);
    const operation = readOperation(request);
    const id = operationIdIn(operation.extensions?.['operationId']);
    if (!stream) throw new Refusal(409, 'NO_STREAM', 'Open the stream first.');
    if (stream.has(id)) throw new Refusal(409, 'OPERATION_EXISTS', 'There is an operation with this id.');
    const outcome = await stream.run(id, operation, { lastEventId: lastEventIdIn(operation.extensions) });
    if (outcome?.kind === 'single' && (outcome.httpStatus ?? 200) >= 400) {
      stream.cancel(id);
      return sendSingle(request, reply, outcome);
    }
    // The stream says the rest, also of one that was one too many.
    if (outcome) void stream.deliver(id, outcome);
    return accepted(reply);
  });

  scope.delete(url, async (request, reply) => {
    const { stream } = reservationOf(request, (await asker(request)).identity);
    stream?.cancel(operationIdIn((request.query as Record<string, unknown>)['operationId']));
    return reply.code(200).send();
  });

  async function asker(request: FastifyRequest): Promise<Asked<Caller>> {
    const caller = await introducedBy(request, parts.introduce);
    const now = caller.now();
    if (now === undefined) throw refuse(401, 'The access token is expired or invalid.');
    return { caller, identity: parts.identityOf(now) };
  }

  function reservationOf(request: FastifyRequest, identity: string): Reservation<ClientStream<Caller>> {
    const { token } = request.query as Record<string, unknown>;
    const reservation = reservations.find(request.headers[TOKEN_HEADER] ?? token, identity);
    if (!reservation) throw refuse(404, 'There is no such stream.');
    return reservation;
  }
}

function operationIdIn(id: unknown): string {
  if (typeof id === 'string' && id !== '' && id.length <= MAX_ID_LENGTH) return id;
  throw refuse(400, 'The operation has no id that can be used.');
}

function accepted(reply: FastifyReply): FastifyReply {
  return reply.code(202).send();
}
