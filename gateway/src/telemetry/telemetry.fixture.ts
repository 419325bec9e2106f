import { addRequestScope, createTracing, type Logger, silentLogger, systemClock } from '@accounts-center/subgraph-kit';
import { ApolloServer, HeaderMap } from '@apollo/server';
import { buildSubgraphSchema } from '@apollo/subgraph';
import Fastify, { type FastifyInstance } from 'fastify';
import { type FormattedExecutionResult, graphql, parse } from 'graphql';
import { createFederationEngine, type FederationEngine } from '../engine/federation-engine.ts';
import { people, posts } from '../engine/testing/people-and-posts.ts';
import { compose, type TestSubgraph } from '../engine/testing/test-graph.ts';
import { defaultSettings, type Settings } from '../settings/settings.ts';
import { createHttpSubgraphs } from '../standalone/http-subgraphs.ts';
import type { TracedContext } from './operation-plugin.ts';
import { createTelemetry, type Telemetry } from './telemetry.ts';

const LINK = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])';

/** A gateway with telemetry over two subgraphs, all of them over HTTP. */
export interface TracedGateway extends AsyncDisposable {
  readonly telemetry: Telemetry;
  readonly engine: FederationEngine<TracedContext['caller']>;
  ask(query: string, headers?: Record<string, string>, more?: object): Promise<Answer>;
  /** As a batch. */
  askAll(queries: readonly string[]): Promise<Answer[]>;
}

export type Answer = FormattedExecutionResult<Record<string, unknown>, Record<string, unknown>>;

/** @param options.serviceTraces where the subgraphs send their traces; they record none without */
export async function startTracedGateway(
  options: { settings?: Partial<Settings['telemetry']>; serviceTraces?: string; log?: Logger } = {},
): Promise<TracedGateway> {
  const { log = silentLogger, serviceTraces } = options;
  const base = defaultSettings({ development: true, graph: 'any' });
  const telemetry = await createTelemetry({ ...base.telemetry, ...options.settings }, { log, host: '127.0.0.1' });
  const tracing = serviceTraces && (await createTracing({ otlpUrl: serviceTraces, sampleRatio: 0, log }));
  const started = await Promise.all(
    Object.entries({ people, posts }).map(async ([name, subgraph]) => {
      const server = serve(subgraph);
      addRequestScope(server, tracing ? tracing.tracer(name) : undefined);
      return [name, server, new URL('/graphql', await server.listen({ host: '127.0.0.1', port: 0 }))] as const;
    }),
  );
  const urls = new Map(started.map(([name, , url]) => [name, url]));
  const subgraphs = createHttpSubgraphs({
    addressOf: (service) => urls.get(service)?.href,
    settings: base.subgraphs,
    clock: systemClock,
    log,
    observer: telemetry.callObserver,
    traceHeaders: telemetry.traceHeaders,
  });
  const engine = createFederationEngine<TracedContext['caller']>({
    supergraphSdl: compose({ people, posts }),
    subgraphs: telemetry.traced(subgraphs),
    log,
    observer: telemetry.engineObserver,
  });
  const apollo = new ApolloServer<TracedContext>({
    gateway: engine,
    logger: log,
    allowBatchedHttpRequests: true,
    stringifyResult: engine.write as (result: FormattedExecutionResult) => string,
    plugins: telemetry.plugins(engine),
  });
  await apollo.start();
  const server = front(apollo, telemetry);
  const url = await server.listen({ host: '127.0.0.1', port: 0 });
  return {
    telemetry,
    engine,
    ask: (query, headers = {}, more = {}) => post<Answer>(url, { query, ...more }, headers),
    askAll: (queries) =>
      post<Answer[]>(
        url,
        queries.map((query) => ({ query })),
        {},
      ),
    [Symbol.asyncDispose]: async () => {
      await server.close();
      await apollo.stop();
      await subgraphs.close();
      for (const [, subgraph] of started) await subgraph.close();
      await telemetry.close();
      if (tracing) await tracing.close();
    },
  };
}

async function post<T>(url: string, body: unknown, headers: Record<string, string>): Promise<T> {
  const sent = {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  };
  return (await (await fetch(`${url}/graphql`, sent)).json()) as T;
}

function serve({ sdl, resolvers }: TestSubgraph): FastifyInstance {
  const schema = buildSubgraphSchema({ typeDefs: parse(`${LINK} ${sdl}`), ...(resolvers && { resolvers }) });
  const server = Fastify({ forceCloseConnections: true });
  server.post('/graphql', async ({ body }) => {
    const { query, variables } = body as { query: string; variables?: Record<string, unknown> };
    return graphql({ schema, source: query, variableValues: variables });
  });
  return server;
}

function front(apollo: ApolloServer<TracedContext>, telemetry: Telemetry): FastifyInstance {
  const server = Fastify({ forceCloseConnections: true });
  addRequestScope(server, telemetry.tracer);
  telemetry.addTo(server);
  server.post('/graphql', async (request, reply) => {
    const headers = new HeaderMap();
    for (const [name, value] of Object.entries(request.headers)) if (value) headers.set(name, String(value));
    const { status, body } = await apollo.executeHTTPGraphQLRequest({
      httpGraphQLRequest: { method: 'POST', headers, body: request.body, search: '' },
      context: async () => ({ caller: { trace: telemetry.begin(request.trace) } }),
    });
    reply.code(status ?? 200).type('application/json');
    return body.kind === 'complete' ? body.string : '';
  });
  return server;
}
