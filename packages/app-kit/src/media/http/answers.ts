import { errorBody } from '@accounts-center/subgraph-kit';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type RefusalCode, refusals } from '../refusal.ts';
import { answerEarly } from './answer-early.ts';

/** Answers that an upload is not taken. */
export function refuse(request: FastifyRequest, reply: FastifyReply, code: RefusalCode): FastifyReply {
  const { status, message, ...rest } = refusals[code];
  if ('retryAfterSeconds' in rest) reply.header('retry-after', rest.retryAfterSeconds);
  return answerEarly(request, reply.code(status), errorBody(message, code));
}

/** One answer for whatever is not there, not yet, no more, or not for this caller. */
export function notFound(reply: FastifyReply): FastifyReply {
  return reply.code(404).header('cache-control', 'no-store').send(errorBody('There is no such file.', 'NOT_FOUND'));
}
