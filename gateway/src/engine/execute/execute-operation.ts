import type { GraphQLError, GraphQLSchema } from 'graphql';
import type { Freshness } from '../../transport/freshness.ts';
import type { NoAnswerReason, SubgraphAnswer } from '../../transport/subgraph-transport.ts';
import type { MeasureCost } from '../engine-options.ts';
import type { JsonObject } from '../json.ts';
import type { Variables } from '../operation/coerce-variables.ts';
import type { PrivateNames } from '../operation/private-names.ts';
import type { PreparedAnswer, PreparedOperation } from '../plan/prepared-operation.ts';
import { completeData, isForbidden } from '../shape/complete.ts';
import type { JsonBytes } from '../write/json-bytes.ts';
import { resultOf } from '../write/result-data.ts';
import { introspect } from './introspect.ts';
import { Problems } from './problems.ts';
import type { Run } from './run.ts';

/** For these there is no answer because nobody was asked. */
const NEVER_RAN: ReadonlySet<NoAnswerReason> = new Set(['unreachable', 'refused']);

/** An answer: the data as the JSON of a result without errors. */
export interface WrittenAnswer {
  readonly result: Buffer;
  readonly errors: readonly GraphQLError[];
  /** Whether something is missing because the time of the one who asked was up. */
  readonly isLate: boolean;
  /** Where it is measured, and known: what subgraphs did without an answer may have cost anything. */
  readonly cost?: number;
  /** Where it may be kept. */
  readonly freshness?: Freshness;
}

export interface ExecutionParts {
  readonly ask: Run['ask'];
  readonly apiSchema: GraphQLSchema;
  readonly names: PrivateNames;
  /** What answers are written to, one after the other. */
  readonly json: JsonBytes;
  /** Of a subscription; nobody else may use it. */
  readonly event?: SubgraphAnswer;
  readonly measure?: MeasureCost | undefined;
}

/**
 * Runs a prepared operation and writes its answer.
 * @param variables coerced, by their names inside
 */
export async function executeOperation(
  prepared: PreparedOperation,
  variables: Variables,
  { ask, apiSchema, names, json, event, measure }: ExecutionParts,
): Promise<WrittenAnswer> {
  const data: JsonObject = {};
  const problems = new Problems(data, { ...names, keyTree: prepared.keyTree, shape: prepared.answer.shape });
  const run: Run = {
    data,
    variables,
    problems,
    ask: noticing,
    ready: [],
    isShared: false,
    isPlain: true,
    isLate: false,
    isUnanswered: false,
    maxAgeSeconds: Number.POSITIVE_INFINITY,
    isPrivate: false,
  };
  if (prepared.introspection) Object.assign(data, introspect(apiSchema, prepared.introspection, variables));
  if (event) prepared.subscription?.take(event, run);
  const { parts } = prepared;
  for (const [index, { step, key }] of parts.entries()) {
    await step(run);
    // The specification: a root field that makes the whole answer null is the last that a mutation runs.
    if (key === undefined || !isLast(key, prepared.answer, run)) continue;
    for (const never of parts.slice(index + 1)) problems.excuse([never.key ?? '']);
    break;
  }
  return written(prepared.answer, run, json, measure);

  async function noticing(...call: Parameters<Run['ask']>): ReturnType<Run['ask']> {
    const answer = await ask(...call);
    run.isPlain &&= answer.ok && answer.result.isPlain === true;
    run.isLate ||= !answer.ok && answer.reason === 'late';
    run.isUnanswered ||= !answer.ok && !NEVER_RAN.has(answer.reason);
    const freshness = answer.ok ? answer.result.freshness : undefined;
    run.maxAgeSeconds = Math.min(run.maxAgeSeconds, freshness?.maxAgeSeconds ?? 0);
    run.isPrivate ||= freshness?.isPrivate === true;
    return answer;
  }
}

function isLast(key: string, { shape }: PreparedAnswer, { data, problems }: Run): boolean {
  const field = shape.fields.find((each) => each.key === key);
  const silent = { isExplained: () => true, report: () => {}, visit: () => {}, errorAt: problems.errorAt };
  return field !== undefined && isForbidden(field, data, silent);
}

function written(
  { shape, write }: PreparedAnswer,
  run: Run,
  json: JsonBytes,
  measure: MeasureCost | undefined,
): WrittenAnswer {
  const { data, problems, isLate, isUnanswered } = run;
  const result = write(data, run, json) ?? resultOf(JSON.stringify(completeData(shape, data, problems)));
  const cost = measure && !isUnanswered && { cost: measure(shape, data) };
  const answer = { result, errors: problems.errors, isLate, ...cost };
  const freshness = freshnessOf(run);
  return freshness ? { ...answer, freshness } : answer;
}

/** As what is freshest for the shortest time in it. What has an error is not to be kept: it may be mended any time. */
function freshnessOf({ maxAgeSeconds, isPrivate, problems }: Run): Freshness | undefined {
  const isKept = maxAgeSeconds > 0 && maxAgeSeconds < Number.POSITIVE_INFINITY && problems.errors.length === 0;
  return isKept ? { maxAgeSeconds, isPrivate } : undefined;
}
