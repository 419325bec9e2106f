import { secureRandom } from '@accounts-center/subgraph-kit';
import type {
  GatewayExecutionResult,
  GatewayGraphQLRequestContext,
  GatewayInterface,
  GatewaySchemaLoadOrUpdateCallback,
} from '@apollo/server-gateway-interface';
import type { DocumentNode, FormattedExecutionResult, GraphQLError, GraphQLSchema } from 'graphql';
import { Admission } from '../admission.ts';
import type { Engine } from '../engine.ts';
import { type AnswerParts, answerRequest, type EngineAnswer, type EngineRequest } from './answer-request.ts';
import type { EngineContext, EngineOptions } from './engine-options.ts';
import { InFlight } from './execute/in-flight.ts';
import { createPrivateNames } from './operation/private-names.ts';
import { labelsByChance } from './plan/override-labels.ts';
import { readDocument } from './read-document.ts';
import { createSchemaVersion, type SchemaVersion } from './schema-version.ts';
import { SharedRequests } from './shared-requests.ts';
import { warmUp } from './warm-up.ts';
import { JsonBytes } from './write/json-bytes.ts';
import { dataOf, writeResult } from './write/result-data.ts';

const PLAN_CACHE_BYTES = 64 * 1024 * 1024;

/** One operation, for those who have no Apollo Server. */
export interface ExecuteRequest<Caller> {
  readonly source?: string;
  /** Already valid; else `source` is read. */
  readonly document?: DocumentNode;
  readonly operationName?: string | undefined;
  readonly variables?: Readonly<Record<string, unknown>> | undefined;
  readonly context: EngineContext<Caller>;
}

/** A result of plain JSON values. */
export interface ExecuteResult {
  readonly data?: unknown;
  readonly errors?: readonly GraphQLError[];
}

export interface FederationEngine<Caller> extends Engine {
  execute(request: ExecuteRequest<Caller>): Promise<ExecuteResult>;
  write(result: FormattedExecutionResult): Buffer | string;
  /**
   * Serves another supergraph from now on, once the operations in use are planned for it. Requests under way end as they
   * began. Of several updates at the same time, the one asked for last wins.
   * @throws GraphQLError when it can't be loaded: the present one stays
   */
  update(supergraphSdl: string): Promise<void>;
}

/**
 * A federation engine over Apollo's planner. A request passes: normalise → isolate response keys → plan → compile → execute →
 * shape → write; the folders are called so.
 *
 * @throws GraphQLError, which names it, when the supergraph demands what is not supported
 */
export function createFederationEngine<Caller>(options: EngineOptions<Caller>): FederationEngine<Caller> {
  const { log, random = secureRandom(), planCacheBytes = PLAN_CACHE_BYTES } = options;
  // Planning takes the process for a while, so others get their turns between one new operation and the next.
  const planning = new Admission(0);
  const settings = { log, planCacheBytes, planning, names: createPrivateNames(random) };
  const parts: AnswerParts<Caller> = {
    ...options,
    ...settings,
    overrideLabels: options.overrideLabels ?? labelsByChance(() => random() / 2 ** 32),
    json: new JsonBytes(),
    subgraphCalls: new InFlight(),
    requests: new SharedRequests(),
  };
  const versions = new WeakMap<GraphQLSchema, SchemaVersion>();
  const listeners = new Set<GatewaySchemaLoadOrUpdateCallback>();
  let current = load(options.supergraphSdl);
  /** The version that was asked for last: it serves, or will when it is warm. */
  let wanted = current;

  function load(sdl: string): SchemaVersion {
    const version = createSchemaVersion(sdl, settings);
    versions.set(version.supergraph.apiSchema, version);
    return version;
  }

  function announce(): void {
    const { apiSchema, sdl } = current.supergraph;
    for (const listener of listeners) listener({ apiSchema, coreSupergraphSdl: sdl });
  }

  async function executor(request: GatewayGraphQLRequestContext): Promise<GatewayExecutionResult> {
    // The document was checked against this schema, so it is answered on it, whatever was loaded since.
    const version = versions.get(request.schema) ?? current;
    const answer = await answerRequest(version, engineRequest<Caller>(request), parts);
    const { result, errors } = answer;
    return {
      ...(result && { data: dataOf(result) }),
      ...(errors.length > 0 && { errors }),
    };
  }

  return {
    validationRules: [],
    load: async () => {
      announce();
      return { executor };
    },
    onSchemaLoadOrUpdate: (callback) => {
      listeners.add(callback);
      return () => listeners.delete(callback);
    },
    stop: async () => listeners.clear(),
    write: writeResult,
    update: async (sdl) => {
      const next = sdl === current.supergraph.sdl ? current : load(sdl);
      wanted = next;
      if (next === current) return;
      await warmUp(next, current.operations());
      if (wanted !== next) return;
      current = next;
      announce();
    },
    execute: async ({ source, document, operationName, variables = {}, context }) => {
      const version = current;
      const read = document ? { document } : readDocument(source ?? '', version.supergraph.apiSchema);
      if ('errors' in read) return read;
      return plain(await answerRequest(version, { document: read.document, operationName, variables, context }, parts));
    },
  } satisfies FederationEngine<Caller> & GatewayInterface;
}

function engineRequest<Caller>({ document, request, context }: GatewayGraphQLRequestContext): EngineRequest<Caller> {
  return {
    document,
    operationName: request.operationName,
    variables: request.variables ?? {},
    context: context as EngineContext<Caller>,
  };
}

function plain({ result, errors }: EngineAnswer): ExecuteResult {
  return {
    ...(result && { data: (JSON.parse(result.toString()) as ExecuteResult).data }),
    ...(errors.length > 0 && { errors }),
  };
}
