import { addRequestLog, addRequestScope, addUnreadBodies, type Logger } from '@accounts-center/subgraph-kit';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { EngineContext } from '../engine/engine-options.ts';
import { createFederationEngine } from '../engine/federation-engine.ts';
import { createApollo } from '../graphql/apollo.ts';
import type { OperationLimits } from '../graphql/operation-limits.ts';
import { clientSignal } from '../plugins/client-signal.ts';
import { addErrorAnswers } from '../plugins/error-answers.ts';
import { addGraphql } from '../plugins/graphql.ts';
import { addGraphqlBody } from '../plugins/graphql-body.ts';
import { createServer } from '../server.ts';
import { drain } from '../shutdown.ts';
import { subgraphAddresses } from '../supergraph.ts';
import { createHttpSubgraphs, type ForwardingCaller } from './http-subgraphs.ts';

const BODY_LIMITS = { maxBytes: 10 * 1024 * 1024, timeoutMs: 30_000 };
const SUBGRAPH_TIMEOUT_MS = 30_000;

export interface StandaloneOptions {
  readonly supergraphSdl: string;
  /** Headers of requests that subgraphs get as well. Callers share answers only where these are the same. */
  readonly forwardHeaders: readonly string[];
  readonly shareIdenticalRequests: boolean;
  readonly limits: OperationLimits;
  /** Opens introspection and suggestions in messages. */
  readonly development: boolean;
  readonly log: Logger;
}

export interface StandaloneGateway extends AsyncDisposable {
  readonly server: FastifyInstance;
  /** Begins to listen, and says so in the log; gives the address. */
  listen(at: { port: number; host: string }): Promise<string>;
  close(): Promise<void>;
}

/**
 * Serves any supergraph over HTTP: `/graphql` and `/health`. It knows no callers: whoever may do what, subgraphs decide by
 * the headers that are forwarded.
 *
 * @throws Error when the supergraph can't be loaded
 */
export async function createStandaloneGateway(options: StandaloneOptions): Promise<StandaloneGateway> {
  const { supergraphSdl, shareIdenticalRequests, limits, development, log } = options;
  const forwardHeaders = options.forwardHeaders.map((name) => name.toLowerCase());
  const addresses = subgraphAddresses(supergraphSdl);
  const subgraphs = createHttpSubgraphs({ addresses, timeoutMs: SUBGRAPH_TIMEOUT_MS, log });
  const engine = createFederationEngine({ supergraphSdl, subgraphs, log, identityOf, shareIdenticalRequests });
  const apollo = createApollo<EngineContext<ForwardingCaller>>({ engine, development, log, limits });
  await apollo.start();

  const server = createServer({ log, trustedProxies: [] });
  server.addHook('onClose', async () => {
    await apollo.stop();
    await subgraphs.close();
  });
  addErrorAnswers(server, log);
  addRequestScope(server);
  addRequestLog(server, log);
  addUnreadBodies(server);
  server.get('/health', () => ({ status: 'alive' }));
  await server.register(async (scope) => {
    addGraphqlBody(scope, BODY_LIMITS);
    addGraphql(scope, apollo, (request, { raw }) => ({
      caller: { forwarded: forwarded(request, forwardHeaders) },
      signal: clientSignal(raw),
    }));
  });
  const close = (): Promise<void> => drain(server);
  const listenTextResolver = (origin: string): string => `Serving ${addresses.size} subgraphs at ${origin}/graphql`;
  const listen: StandaloneGateway['listen'] = (at) => server.listen({ ...at, listenTextResolver });
  return { server, listen, close, [Symbol.asyncDispose]: close };
}

function identityOf({ forwarded: headers }: ForwardingCaller): string {
  return JSON.stringify(headers);
}

function forwarded({ headers }: FastifyRequest, names: readonly string[]): Record<string, string> {
  const chosen: Record<string, string> = {};
  for (const name of names) {
    const value = headers[name];
    if (value !== undefined) chosen[name] = Array.isArray(value) ? value.join(', ') : value;
  }
  return chosen;
}
