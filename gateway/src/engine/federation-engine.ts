import { secureRandom } from '@accounts-center/subgraph-kit';
import type {
  GatewayExecutionResult,
  GatewayGraphQLRequestContext,
  GatewayInterface,
  GatewaySchemaLoadOrUpdateCallback,
} from '@apollo/server-gateway-interface';
import { type DocumentNode, type FormattedExecutionResult, GraphQLError, type GraphQLSchema } from 'graphql';
import { Admission } from '../admission.ts';
import type { Engine, PlanRequest } from '../engine.ts';
import { type AnswerParts, answerRequest, type EngineAnswer, type EngineRequest } from './answer-request.ts';
import type { EngineContext, EngineOptions } from './engine-options.ts';
import { InFlight } from './execute/in-flight.ts';
import { coerceVariables } from './operation/coerce-variables.ts';
import { createPrivateNames } from './operation/private-names.ts';
import { subscriptionConditions } from './operation/subscription-conditions.ts';
import type { DescribedPlan } from './plan/describe-plan.ts';
import { labelsByChance } from './plan/override-labels.ts';
import type { CacheCounts } from './plan/plan-cache.ts';
import { readDocument } from './read-document.ts';
import { createSchemaVersion, type SchemaVersion } from './schema-version.ts';
import { SharedRequests } from './shared-requests.ts';
import { type SubscriptionCounts, Subscriptions } from './subscriptions/subscriptions.ts';
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
   * Serves another supergraph from now on, once the operations in use and the open subscriptions are planned for it. Requests
   * under way end as they began; subscriptions go on. Of several updates at the same time, the one asked for last wins.
   * @throws GraphQLError when it can't be loaded: the present one stays
   */
  update(supergraphSdl: string): Promise<void>;
  /**
   * How an operation is planned, for people to read: it is planned for that when its turn has come.
   * @throws GraphQLError when it can't be answered
   */
  planOf(request: PlanRequest): Promise<DescribedPlan>;
  /** Of the plans that are kept. */
  planCounts(): CacheCounts;
  /** How many sources and different subscriptions are open, and for how many clients. */
  subscriptionCounts(): SubscriptionCounts;
}

/**
 * A federation engine over Apollo's planner. A request passes: normalise → isolate response keys → plan → compile → execute →
 * shape → write; the folders are called so.
 *
 * @throws GraphQLError, which names it, when the supergraph demands what is not supported
 */
export function createFederationEngine<Caller>(options: EngineOptions<Caller>): FederationEngine<Caller> {
  const common = commonParts(options);
  const versions = new WeakMap<GraphQLSchema, SchemaVersion>();
  const listeners = new Set<GatewaySchemaLoadOrUpdateCallback>();
  let current = load(options.supergraphSdl);
  /** The version that was asked for last: it serves, or will when it is warm. */
  let wanted = current;
  const subscriptions = new Subscriptions(current, { ...common, options: options.subscriptions ?? {} });
  const parts: AnswerParts<Caller> = {
    ...common,
    subscriptions,
    subgraphCalls: new InFlight(),
    requests: new SharedRequests(),
  };

  function load(sdl: string): SchemaVersion {
    const version = createSchemaVersion(sdl, common);
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
    validationRules: [subscriptionConditions],
    load: async () => {
      announce();
      return { executor };
    },
    onSchemaLoadOrUpdate: (callback) => {
      listeners.add(callback);
      return () => listeners.delete(callback);
    },
    stop: async () => {
      listeners.clear();
      subscriptions.stop();
    },
    subscriptionCounts: () => subscriptions.counts,
    planCounts: () => current.planCounts(),
    planOf: (request) => common.planning.run(async () => planOf(current, request)),
    write: writeResult,
    update: async (sdl) => {
      const next = sdl === current.supergraph.sdl ? current : load(sdl);
      wanted = next;
      if (next === current) return;
      await warmUp(next, current.operations());
      const ready = await subscriptions.planFor(next);
      if (wanted !== next) return;
      current = next;
      await subscriptions.takeOver(next, ready);
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

/** What serves all versions of the schema. */
function commonParts<Caller>(options: EngineOptions<Caller>) {
  const { random = secureRandom(), planCacheBytes = PLAN_CACHE_BYTES } = options;
  return {
    ...options,
    planCacheBytes,
    // Planning takes the process for a while, so others get their turns between one new operation and the next.
    planning: new Admission(0),
    names: createPrivateNames(random),
    overrideLabels: options.overrideLabels ?? labelsByChance(() => random() / 2 ** 32),
    json: new JsonBytes(),
  };
}

/** @throws GraphQLError when it can't be answered */
function planOf(version: SchemaVersion, request: PlanRequest): DescribedPlan {
  const { document, operationName, variables: given = {}, hidesValues } = request;
  const operation = version.open(document, operationName);
  const coerced = coerceVariables(version.supergraph.apiSchema, operation.variableDefinitions, given);
  if ('errors' in coerced) throw coerced.errors[0] ?? new GraphQLError('The variables are not valid.');
  return version.describe(operation.decidedBy(coerced.values), new Set(), hidesValues);
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
