import type { FastifyInstance } from 'fastify';
import type { MemoryMailer } from './memory-mailer.ts';

/** Serves what the development mailbox has received, as JSON, the newest first. Never mounted in production. */
export function mountMailbox(server: FastifyInstance, mailer: MemoryMailer): void {
  server.get('/mailbox', () => ({ mails: mailer.mails() }));
}
