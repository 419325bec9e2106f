import type { FastifyInstance } from 'fastify';
import { errorBody } from './error-body.ts';
import { isUnread } from './unread-bodies.ts';

/** For an upload to arrive in full, through the gateway or without it. */
export const UPLOAD_TIMEOUT_MS = 10 * 60_000;

/** For any other request to arrive in full. */
const RECEIVE_TIMEOUT_MS = 5 * 60_000;

/**
 * For Fastify's `requestTimeout`: what Node cuts off that never gets to a route. Above what any route waits for, as that has
 * a better answer.
 */
export const REQUEST_TIMEOUT_MS = UPLOAD_TIMEOUT_MS + 60_000;

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Takes uploads: it bounds the time of a request itself, to UPLOAD_TIMEOUT_MS at most. */
    takesUploads?: boolean;
  }
}

/**
 * Refuses requests whose bodies do not arrive in time, but on routes that take uploads.
 * @param timeoutMs how long that is: 5 min unless told
 */
export function addReceiveTimeout(server: FastifyInstance, timeoutMs = RECEIVE_TIMEOUT_MS): void {
  server.addHook('preParsing', (request, reply, _payload, done) => {
    done();
    const { raw, routeOptions } = request;
    if (!isUnread(raw) || routeOptions.config.takesUploads === true) return;
    const timer = setTimeout(() => {
      if (!reply.sent && isUnread(raw))
        reply.code(408).send(errorBody('The request did not arrive in time.', 'REQUEST_TIMEOUT'));
    }, timeoutMs);
    raw.once('end', () => clearTimeout(timer));
    reply.raw.once('close', () => clearTimeout(timer));
  });
}
