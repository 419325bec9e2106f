import type { FastifyInstance } from 'fastify';
import { type Calling, passOn } from './pass-on.ts';

const TIMEOUT_MS = 5_000;

/** Shows what accounts-center would have mailed. For development only. */
export function addMailbox(scope: FastifyInstance, calling: Calling): void {
  scope.get('/mailbox', (request, reply) =>
    passOn(
      request,
      reply,
      { service: 'accounts-center', method: 'GET', path: '/mailbox', timeoutMs: TIMEOUT_MS },
      calling,
    ),
  );
}
