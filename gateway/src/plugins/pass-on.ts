import type { IncomingHttpHeaders, OutgoingHttpHeaders } from 'node:http';
import {
  IDENTITY_HEADER,
  type IdentitySigner,
  type Logger,
  levelOf,
  type ServiceClient,
  type ServiceRequest,
  type ServiceResponse,
} from '@accounts-center/subgraph-kit';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { unavailableBody } from '../errors/subgraph-error.ts';
import { callerOf } from './authentication.ts';

/** What it takes to call a service as the gateway. */
export interface Calling {
  readonly client: ServiceClient;
  readonly signer: IdentitySigner;
  readonly log: Logger;
}

/** The headers of a service's answer that are for clients. */
const SENT_DOWN = [
  'accept-ranges',
  'cache-control',
  'content-disposition',
  'content-length',
  'content-range',
  'content-type',
  'etag',
  'last-modified',
  'retry-after',
  'vary',
] as const;

/** Makes a call on behalf of whoever sent the request, and answers what the service answers, as it streams. */
export async function passOn(
  request: FastifyRequest,
  reply: FastifyReply,
  call: ServiceRequest,
  calling: Calling,
): Promise<FastifyReply> {
  const answer = await send(request, call, calling);
  if (answer === undefined) return reply.code(503).send(unavailableBody(call.service));
  return reply.code(answer.status).headers(pick(answer.headers, SENT_DOWN)).send(answer.body);
}

/** Those of some headers that have one of the names. */
export function pick(
  headers: IncomingHttpHeaders | OutgoingHttpHeaders,
  names: readonly string[],
): Record<string, string> {
  return Object.fromEntries(
    names.flatMap((name) => (headers[name] === undefined ? [] : [[name, String(headers[name])]])),
  );
}

/** Makes a call on behalf of whoever sent the request; `undefined` when the service gives no answer that counts. */
export async function send(
  request: FastifyRequest,
  call: ServiceRequest,
  { client, signer, log }: Calling,
): Promise<ServiceResponse | undefined> {
  try {
    const identity = { [IDENTITY_HEADER]: await signer.for(call.service, callerOf(request)) };
    const answer = await client.send({ ...call, headers: { ...call.headers, ...identity } });
    const flaw = flawOf(answer);
    if (flaw === undefined) return answer;
    answer.body.destroy();
    log.error({ service: call.service, status: answer.status }, flaw);
  } catch (error) {
    // Whoever breaks an upload off breaks our call off with it.
    if (request.raw.destroyed && !request.raw.complete) log.debug({ service: call.service }, 'A request broke off');
    else log[levelOf(error, 'error')]({ service: call.service, err: error }, 'A service does not answer');
  }
  return undefined;
}

/** Why an answer doesn't count, if it doesn't. */
function flawOf({ status }: ServiceResponse): string | undefined {
  // We have authenticated the client ourselves: it is us whom the service refuses.
  if (status === 401) return 'A service refuses the identity of the gateway';
  if (status < 200 || status > 599) return 'A service answers with a status that HTTP does not have';
  return undefined;
}
