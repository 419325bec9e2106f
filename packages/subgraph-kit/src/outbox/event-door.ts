import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { errorBody, unauthenticatedBody } from '../error-body.ts';
import { bodyHashOf } from '../identity/body-hash.ts';
import type { IdentityVerifier } from '../identity/identity.ts';
import { type JsonValue, parseJson } from '../json.ts';
import { identityOf } from '../server.ts';
import { storable } from '../storable.ts';
import { EVENTS_PATH } from './event-push.ts';
import { EventRefused, type IncomingEvent } from './incoming-event.ts';

/** What became of an event. */
export type Reception = 'handled' | 'duplicate' | 'unknown';

const name = z.string().min(1).max(128).refine(isStorable);

const Body = z.object({
  id: name,
  type: name,
  payload: z.json().refine(isStorable),
  createdAt: z.iso.datetime({ precision: 3 }).transform((text) => new Date(text)),
});

/**
 * Takes events at `/events` from the callers that `verifier` (audience `<service>/events`) admits, each under an identity that
 * is signed for this one body.
 * @param receive may throw EventRefused
 */
export function mountEvents(
  server: FastifyInstance,
  verifier: IdentityVerifier,
  receive: (event: IncomingEvent) => Promise<Reception>,
): void {
  server.register(async (scope) => {
    // The hash is of the bytes that came.
    scope.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
    scope.post(EVENTS_PATH, { config: { verifier } }, async (request, reply) => {
      const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
      const { issuer, bodyHash } = identityOf(request);
      if (bodyHash !== bodyHashOf(body)) return reply.code(401).send(unauthenticatedBody());
      const event = Body.safeParse(parseJson(body.toString()));
      if (!event.success) return refuse(request, reply, z.prettifyError(event.error));
      const result = await receive({ ...event.data, source: issuer }).catch(orRefused);
      if (result instanceof EventRefused) return refuse(request, reply, result.message);
      if (result !== 'unknown') return { result };
      return reply.code(422).send(errorBody('This type of event is unknown here.', 'UNKNOWN_EVENT'));
    });
  });
}

function orRefused(error: unknown): EventRefused {
  if (error instanceof EventRefused) return error;
  throw error;
}

function refuse(request: FastifyRequest, reply: FastifyReply, reason: string): FastifyReply {
  request.log.warn({ source: identityOf(request).issuer, reason }, 'An event was refused');
  return reply.code(422).send(errorBody('This is no event, or not one that can be true.', 'MALFORMED_EVENT'));
}

/** Whether a database can keep all texts in it. */
function isStorable(value: JsonValue): boolean {
  if (typeof value === 'string') return storable(value) === value;
  return typeof value !== 'object' || value === null || Object.entries(value).flat().every(isStorable);
}
