import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { EndedSessions } from './ended-sessions.service.ts';

const Query = z.object({ cursor: z.string().optional().catch(undefined) });

/** Tells gateways which sessions have ended, so that they refuse their access tokens. */
export function mountEndedSessions(server: FastifyInstance, endedSessions: Pick<EndedSessions, 'since'>): void {
  server.get('/ended-sessions', async (request) => {
    const { cursor, sessions } = await endedSessions.since(Query.parse(request.query).cursor);
    return { cursor, sessions: sessions.map(({ sessionId: sid, expiresAt }) => ({ sid, expiresAt })) };
  });
}
