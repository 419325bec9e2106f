import { setImmediate } from 'node:timers/promises';
import { silentLogger } from '@accounts-center/subgraph-kit';
import { composeServices } from '@apollo/composition';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { type ExecutionResult, execute, parse, validate } from 'graphql';
import { readAnswerText } from '../../transport/read-answer.ts';
import type { SubgraphAnswer, SubgraphOperation } from '../../transport/subgraph-transport.ts';
import type { EngineOptions } from '../engine-options.ts';
import { createFederationEngine, type ExecuteResult, type FederationEngine } from '../federation-engine.ts';

const LINK = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: [
  "@key", "@requires", "@external", "@provides", "@shareable", "@override", "@interfaceObject", "@inaccessible",
  "@context", "@fromContext", "@authenticated", "@requiresScopes", "@policy"
])`;

export type Resolvers = Parameters<typeof buildSubgraphSchema>[0] extends infer P
  ? Extract<P, { resolvers?: unknown }>['resolvers']
  : never;

/** A subgraph of a test: its SDL, without the link, and its resolvers. */
export interface TestSubgraph {
  readonly sdl: string;
  readonly resolvers?: Resolvers;
}

export type TestSubgraphs = Readonly<Record<string, TestSubgraph>>;

/** What a subgraph was asked, and by whom. */
export interface Call {
  readonly service: string;
  readonly query: string;
  readonly variables: unknown;
  readonly caller: TestCaller;
}

export type TestCaller = string;

export interface TestGraph {
  readonly engine: FederationEngine<TestCaller>;
  /** In the order in which they came. */
  readonly calls: Call[];
  ask(source: string, variables?: Record<string, unknown>, caller?: TestCaller): Promise<ExecuteResult>;
}

export function compose(subgraphs: TestSubgraphs): string {
  const services = Object.entries(subgraphs).map(([name, { sdl }]) => ({
    name,
    typeDefs: parse(`${LINK} ${sdl}`),
    url: `http://${name}.internal/graphql`,
  }));
  const { supergraphSdl, errors } = composeServices(services);
  if (errors) throw new AggregateError(errors, errors.map(({ message }) => message).join('\n'));
  return supergraphSdl;
}

/** An engine over subgraphs in this process. */
export function createTestGraph(subgraphs: TestSubgraphs, options: Partial<EngineOptions<TestCaller>> = {}): TestGraph {
  const calls: Call[] = [];
  const run = runner(subgraphs);
  const ask = async (service: string, operation: SubgraphOperation, caller: TestCaller): Promise<SubgraphAnswer> => {
    calls.push({ service, query: operation.query, variables: operation.variables, caller });
    const text = JSON.stringify(await run(service, operation));
    await setImmediate(); // no answer comes in the turn of the event loop in which it was asked for
    return readAnswerText(text);
  };
  const standard = { supergraphSdl: compose(subgraphs), subgraphs: { ask }, log: silentLogger };
  const engine = createFederationEngine<TestCaller>({ ...standard, ...options });
  return {
    engine,
    calls,
    ask: async (source, variables = {}, caller = 'somebody') => {
      const result = await engine.execute({ source, variables, context: { caller } });
      return JSON.parse(JSON.stringify(result)) as ExecuteResult;
    },
  };
}

/** Runs operations in subgraphs as if over HTTP: what comes is JSON, and an invalid operation is refused. */
function runner(subgraphs: TestSubgraphs): (service: string, operation: SubgraphOperation) => Promise<ExecutionResult> {
  const schemas = new Map(
    Object.entries(subgraphs).map(([name, { sdl, resolvers }]) => [
      name,
      buildSubgraphSchema({ typeDefs: parse(`${LINK} ${sdl}`), ...(resolvers && { resolvers }) }),
    ]),
  );
  return async (service, { query, variables }) => {
    const schema = schemas.get(service);
    if (!schema) throw new Error(`There is no subgraph ${service}.`);
    const document = parse(query);
    const errors = validate(schema, document);
    const result = errors.length > 0 ? { errors } : await execute({ schema, document, variableValues: variables });
    return JSON.parse(JSON.stringify(result)) as ExecutionResult;
  };
}
