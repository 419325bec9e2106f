import { PassThrough, type Readable } from 'node:stream';
import { errorBody, SenderGone, UPLOAD_TIMEOUT_MS } from '@accounts-center/subgraph-kit';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { refuse } from '../errors/refusal.ts';
import { callerOf } from './authentication.ts';
import { type Calling, passOn, pick } from './pass-on.ts';

/** For a file to arrive, and for what the app does with it; or for a file to get to whoever asks. */
const TIMEOUT_MS = UPLOAD_TIMEOUT_MS + 5 * 60_000;
const AS_FILE = { timeoutMs: TIMEOUT_MS, carriesFile: true } as const;
const UPLOADED_WITH = ['content-type', 'content-length'] as const;
const ASKED_WITH = ['range', 'if-range', 'if-none-match', 'if-modified-since'] as const;
/** No dots at the start and no slashes: a path can't climb out of `/media/`. */
const ID = /^\w[\w.-]*$/;
/** Files for people have an extension; what has none is for sister services. */
const FILE = /^\w[\w-]*\.\w+$/;

/**
 * The edge for files: passes uploads on to the apps and their files back, as they stream.
 * @param options.services those that have media
 */
export function addMedia(
  scope: FastifyInstance,
  { services, ...calling }: Calling & { readonly services: readonly string[] },
): void {
  scope.removeAllContentTypeParsers();
  scope.addContentTypeParser('*', (_request, payload, done) => done(null, payload));

  scope.post<{ Params: { service: string } }>('/media/:service', async (request, reply) => {
    const service = known(request.params.service, services);
    if (!callerOf(request).viewer)
      return reply.code(401).send(errorBody('Uploads need an access token.', 'UNAUTHENTICATED'));
    // While the app works on the file nothing moves on the client's socket.
    request.raw.once('end', () => reply.raw.setTimeout(TIMEOUT_MS));
    const headers = pick(request.headers, UPLOADED_WITH);
    const body = request.body ? { body: shielded(request.body as Readable) } : {};
    return passOn(request, reply, { service, method: 'POST', path: '/media', headers, ...body, ...AS_FILE }, calling);
  });

  scope.get<{ Params: { service: string; id: string; file: string } }>(
    '/media/:service/:id/:file',
    async (request, reply) => {
      const { id, file } = request.params;
      const service = known(request.params.service, services);
      if (!ID.test(id) || !FILE.test(file)) throw refuse(404, 'There is no such file.');
      const path = `/media/${id}/${file}${queryOf(request)}`;
      const headers = pick(request.headers, ASKED_WITH);
      // HEAD comes here, too: whoever asks for no file shall have none read.
      const method = request.method === 'HEAD' ? 'HEAD' : 'GET';
      return passOn(request, reply, { service, method, path, headers, ...AS_FILE }, calling);
    },
  );
}

/** The body of a request, for others: whatever they do to it, the socket lives on for the answer. */
function shielded(body: Readable): Readable {
  const shield = new PassThrough();
  body.once('error', (error) => shield.destroy(new SenderGone(error)));
  return body.pipe(shield);
}

function known(service: string, services: readonly string[]): string {
  if (!services.includes(service)) throw refuse(404, 'There is no such service.');
  return service;
}

function queryOf({ url }: FastifyRequest): string {
  const start = url.indexOf('?');
  return start < 0 ? '' : url.slice(start);
}
