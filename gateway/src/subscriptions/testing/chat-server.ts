import { addRequestLog, addRequestScope, addUnreadBodies, drain, silentLogger } from '@accounts-center/subgraph-kit';
import { ApolloServer } from '@apollo/server';
import type { FastifyInstance } from 'fastify';
import { Admission } from '../../admission.ts';
import type { Engine } from '../../engine.ts';
import { createTrustedDocuments } from '../../persisted-operations/trusted-documents.ts';
import { addCors } from '../../plugins/cors.ts';
import { addErrorAnswers } from '../../plugins/error-answers.ts';
import { addGraphqlBody } from '../../plugins/graphql-body.ts';
import { refuseOtherSites } from '../../plugins/other-sites.ts';
import { addOwnHosts } from '../../plugins/own-hosts.ts';
import { addSecurityHeaders } from '../../plugins/security-headers.ts';
import { RequestMemory } from '../../request-memory.ts';
import { createServer } from '../../server.ts';
import { defaultSettings } from '../../settings/settings.ts';
import { addSubscriptions, type Subscriptions, type SubscriptionsParts } from '../add-subscriptions.ts';
import type { Introduce } from '../connected-caller.ts';
import { noMutationsByGet } from '../no-mutations-by-get.ts';
import { createOperations } from '../operations.ts';
import { type ChatCaller, type ChatContext, ChatEngine } from './chat-engine.ts';

const MAX_BYTES = 64 * 1024;

export interface ChatServer extends AsyncDisposable {
  readonly engine: ChatEngine;
  readonly server: FastifyInstance;
  readonly open: Subscriptions['open'];
  /** `http://127.0.0.1:1234/graphql` */
  readonly url: string;
  readonly webSocketUrl: string;
  /** Makes a token worthless. */
  expire(token: string): void;
  close(): Promise<void>;
}

export type ChatSettings = Partial<SubscriptionsParts<ChatCaller>['settings']> & {
  readonly drainMs?: number;
  readonly memoryBytes?: number;
};

/**
 * A server in which every token is a name: `Bearer ada`.
 * @param graph another engine instead of the chat's
 */
export async function chatServer(settings: ChatSettings = {}, graph?: Engine): Promise<ChatServer> {
  const engine = new ChatEngine();
  const standard = defaultSettings({ development: false, graph: 'any' });
  const apollo = new ApolloServer<ChatContext>({
    gateway: graph ?? engine.gateway,
    introspection: true,
    logger: silentLogger,
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    plugins: [noMutationsByGet()],
  });
  await apollo.start();
  const operations = createOperations<ChatCaller, ChatContext>({
    apollo,
    turnOf: (caller) => caller,
    documents: createTrustedDocuments(standard.persistedOperations, silentLogger),
    admission: new Admission(4),
    contextOf: (caller, stream) => ({ caller, ...stream }),
    write: graph?.write ?? JSON.stringify,
    log: silentLogger,
  });
  const server = createServer({ log: silentLogger, trustedProxies: [] });
  server.addHook('onClose', () => apollo.stop());
  addErrorAnswers(server, silentLogger);
  addRequestScope(server);
  addRequestLog(server, silentLogger);
  addUnreadBodies(server);
  addOwnHosts(server, { publicUrl: 'http://chat.test' });
  await addSecurityHeaders(server, { isHttps: false });
  await addCors(server, { origins: ['https://chat.test'], ofGraph: ['https://chat.test'] });
  const expired = new Set<string>();
  let subscriptions: Subscriptions | undefined;
  await server.register(async (scope) => {
    refuseOtherSites(scope, { allowedOrigins: ['https://chat.test'] });
    const memory = new RequestMemory(settings.memoryBytes);
    addGraphqlBody(
      scope,
      { maxBodyBytes: MAX_BYTES, bodyTimeoutMs: 5_000, maxBatchSize: 1 },
      { memory, keyOf: () => 'anybody' },
    );
    const added = addSubscriptions(scope, {
      operations,
      introduce: introduceBy(expired),
      memory,
      keyOf: (name) => name,
      identityOf: (name) => name,
      settings: { ...standard.subscriptions, maxMessageBytes: MAX_BYTES, ...settings },
      drainMs: settings.drainMs ?? 10_000,
    });
    subscriptions = added;
    scope.route({
      method: ['GET', 'POST'],
      url: '/graphql',
      handler: async (request, reply) =>
        added.takes(request) ? added.answer(request, reply) : reply.send({ data: { hello: 'plain' } }),
    });
  });
  const address = await server.listen({ port: 0, host: '127.0.0.1' });
  // Connections on which nothing was ever asked are not idle to Node.
  const close = (): Promise<void> => drain(server, { patienceMs: 500 });
  return {
    engine,
    server,
    open: (subscriptions as Subscriptions).open,
    url: `${address}/graphql`,
    webSocketUrl: `${address.replace('http', 'ws')}/graphql`,
    expire: (token) => void expired.add(token),
    close,
    [Symbol.asyncDispose]: close,
  };
}

function introduceBy(expired: ReadonlySet<string>): Introduce<ChatCaller> {
  return async ({ headers: { authorization = 'Bearer nobody' } }) => {
    const name = authorization.replace(/^Bearer /, '');
    if (name === 'unavailable') return { kind: 'unavailable' };
    if (name === 'broken') throw new Error('Nobody expects this.');
    if (name === 'forged' || expired.has(name)) return { kind: 'refused' };
    return { kind: 'caller', caller: { now: () => (expired.has(name) ? undefined : name) } };
  };
}
