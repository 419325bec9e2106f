import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { ownPage } from './security-headers.ts';

export interface PageOptions {
  /** The folder that the web build writes. */
  readonly root: string;
  /** The services that have a settings page. */
  readonly services: readonly string[];
  readonly development: boolean;
}

/** Serves the built pages: each app's settings and, in development, GraphiQL. */
export async function addPages(server: FastifyInstance, { root, services, development }: PageOptions): Promise<void> {
  await server.register(fastifyStatic, { root, serve: false });
  const sendPage = (reply: FastifyReply, name: string): FastifyReply =>
    reply.header('cache-control', 'no-cache').sendFile(`${name}/index.html`, root, { cacheControl: false });

  const sendSettings = async (reply: FastifyReply): Promise<FastifyReply> => {
    if (!development) return sendPage(reply, 'settings');
    const page = await readFile(join(root, 'settings/index.html'), 'utf8');
    return reply.type('text/html; charset=utf-8').header('cache-control', 'no-cache').send(withMailbox(page));
  };

  // The name of an asset holds a hash of its content; a page changes under its name.
  server.get<{ Params: { '*': string } }>('/assets/*', ownPage, (request, reply) =>
    reply.sendFile(request.params['*'], join(root, 'assets'), { immutable: true, maxAge: '365d' }),
  );
  server.get<{ Params: { service: string } }>('/:service/settings/accounts-center', ownPage, (request, reply) =>
    services.includes(request.params.service) ? sendSettings(reply) : reply.callNotFound(),
  );
  if (development) server.get('/graphiql', ownPage, (_request, reply) => sendPage(reply, 'graphiql'));
}

/** Tells the settings page where the mail goes that is never sent. */
function withMailbox(page: string): string {
  return page.replace('<head>', '<head><meta name="mailbox" content="/mailbox">');
}
