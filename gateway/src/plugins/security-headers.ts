import helmet from '@fastify/helmet';
import type { FastifyInstance } from 'fastify';

/** For answers that are no pages: whatever a browser makes of them, nothing is loaded or run. */
const NOTHING = { defaultSrc: ["'none'"], frameAncestors: ["'none'"], sandbox: [] };

/** For our own pages: all they need comes from here. Monaco, GraphiQL's editor, writes style elements. */
const OWN_PAGE = {
  defaultSrc: ["'self'"],
  styleSrc: ["'self'", "'unsafe-inline'"],
  imgSrc: ["'self'", 'data:', 'blob:'],
  fontSrc: ["'self'", 'data:'],
  workerSrc: ["'self'", 'blob:'],
  objectSrc: ["'none'"],
  baseUri: ["'none'"],
  formAction: ["'self'"],
  frameAncestors: ["'none'"],
};

/** Adds the headers that tell browsers to be careful. */
export async function addSecurityHeaders(server: FastifyInstance, { isHttps }: { isHttps: boolean }): Promise<void> {
  await server.register(helmet, {
    contentSecurityPolicy: { useDefaults: false, directives: NOTHING },
    strictTransportSecurity: isHttps,
    crossOriginResourcePolicy: { policy: 'cross-origin' }, // media and answers are shown by pages of other origins
  });
}

/** Route options for a page of our own. */
export const ownPage = { helmet: { contentSecurityPolicy: { useDefaults: false, directives: OWN_PAGE } } };
