import { errorBody } from '@accounts-center/subgraph-kit';
import type { FastifyReply } from 'fastify';
import { type RefusalCode, refusals } from '../refusal.ts';

/** Answers that an upload is not taken; what of it still comes is for the server to drop. */
export function refuse(reply: FastifyReply, code: RefusalCode): FastifyReply {
  const { status, message, ...rest } = refusals[code];
  if ('retryAfterSeconds' in rest) reply.header('retry-after', rest.retryAfterSeconds);
  return reply.code(status).send(errorBody(message, code));
}

/** One answer for whatever is not there, not yet, no more, or not for this caller. */
export function notFound(reply: FastifyReply): FastifyReply {
  return reply.code(404).header('cache-control', 'no-store').send(errorBody('There is no such file.', 'NOT_FOUND'));
}
