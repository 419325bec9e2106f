import type { FastifyReply, FastifyRequest } from 'fastify';
import { type RefusalCode, refusals } from '../refusal.ts';
import { answerEarly } from './answer-early.ts';

/** Answers that an upload is not taken. */
export function refuse(request: FastifyRequest, reply: FastifyReply, code: RefusalCode): FastifyReply {
  const { status, message } = refusals[code];
  return answerEarly(request, reply.code(status), { error: { code, message } });
}

/** One answer for whatever is not there, not yet, no more, or not for this caller. */
export function notFound(reply: FastifyReply): FastifyReply {
  return reply
    .code(404)
    .header('cache-control', 'no-store')
    .send({ error: { code: 'NOT_FOUND', message: 'There is no such file.' } });
}
