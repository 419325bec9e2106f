import type { FastifyInstance, InjectOptions } from 'fastify';
import { beforeDeadline } from './deadline.ts';
import { AnswerLost, ServiceUnreachable } from './failures.ts';
import type { ServiceTransport } from './service-client.ts';

/** Calls between services of one process, without a socket. */
export interface LocalTransport extends ServiceTransport {
  /** Makes a service callable; a later server of that name replaces it. */
  register(service: string, server: FastifyInstance): void;
  /** Takes a service away: calls find it unreachable. */
  unregister(service: string): void;
}

/** A registry of the services of this process, empty at first. */
export function localTransport(): LocalTransport {
  const servers = new Map<string, FastifyInstance>();
  return {
    register: (service, server) => void servers.set(service, server),
    unregister: (service) => void servers.delete(service),
    send: async ({ service, method, path, headers = {}, body }, deadline) => {
      const server = servers.get(service);
      if (server === undefined) throw new ServiceUnreachable(service, new Error('It does not run in this process.'));
      const call: InjectOptions = {
        method,
        url: path,
        headers: { ...headers },
        signal: deadline,
        payloadAsStream: true,
      };
      try {
        const answer = await beforeDeadline(
          deadline,
          server.inject(body === undefined ? call : { ...call, payload: body }),
        );
        return { status: answer.statusCode, headers: answer.headers, body: answer.stream() };
      } catch (error) {
        throw isClosed(error) ? new ServiceUnreachable(service, error) : new AnswerLost(service, error);
      }
    },
    close: async () => servers.clear(),
  };
}

function isClosed(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'FST_ERR_REOPENED_CLOSE_SERVER';
}
