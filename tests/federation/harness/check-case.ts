import { GraphQLError, parse, validate } from 'graphql';
import { differences, type Wanted } from './compare.ts';
import { type Composed, composeGraph } from './composed.ts';
import type { RunningEngine, StartEngine } from './engines.ts';
import type { Case, Graph } from './graph.ts';
import { type Answer, createMonolith, type Monolith, type Request } from './monolith.ts';
import { createRun } from './run.ts';
import { createSubgraphs } from './service-calls.ts';
import { createWorld, type World } from './world.ts';

/** A graph, composed, with what its cases are checked against. */
export interface Stage {
  readonly graph: Graph;
  readonly composed: Composed;
  readonly world: World;
  readonly monolith: Monolith;
}

export function createStage(graph: Graph): Stage {
  const composed = composeGraph(graph);
  const world = createWorld(graph, composed);
  return { graph, composed, world, monolith: createMonolith(world, composed) };
}

export function startOn({ graph, composed, world }: Stage, start: StartEngine): Promise<RunningEngine> {
  return start(composed, createSubgraphs(graph, composed, world));
}

/** How what the case expects differs from what graphql-js answers; none where there is no such reference. */
export async function differencesFromReference({ monolith, composed }: Stage, one: Case): Promise<string[]> {
  const request = requestOf(one);
  const invalid = validate(composed.api, request.document);
  if (invalid.length > 0) return invalid.map(({ message }) => message);
  if (hasNoReference(one)) return [];
  return differences(await monolith.execute(request), await wantedOf(one, monolith));
}

/** How an engine's answer differs from what the case expects. */
export async function differencesOf(engine: RunningEngine, { monolith }: Stage, one: Case): Promise<string[]> {
  const run = createRun(one);
  const answer = await answerOf(() => engine.execute(requestOf(one), run));
  const found = differences(answer, await wantedOf(one, monolith));
  for (const [service, wanted] of Object.entries(one.calls ?? {})) {
    const calls = run.asked.filter((call) => call.service === service).length;
    if (calls !== wanted) found.push(`${service} was asked ${calls} times, should be ${wanted}`);
  }
  return found;
}

/** What becomes of a request; a failure of the engine is an answer too, if never a right one. */
export async function answerOf(execute: () => Promise<Answer>): Promise<Answer> {
  try {
    return await execute();
  } catch (error) {
    return { errors: [new GraphQLError(`The engine threw: ${String(error)}`)] };
  }
}

function requestOf({ operation, operationName, variables }: Case): Request {
  return {
    document: parse(operation),
    ...(operationName !== undefined && { operationName }),
    ...(variables && { variables }),
  };
}

async function wantedOf(one: Case, monolith: Monolith): Promise<Wanted> {
  const errors = one.errors ?? [];
  const isOpen = errors.length > 0 && !hasNoReference(one);
  const possible = isOpen ? await monolith.possibleErrors(requestOf(one)) : [];
  return { data: one.data, errors, possible, mayStandAbove: one.errorsMayStandAbove === true };
}

function hasNoReference({ noReference, down, answers }: Case): boolean {
  return noReference !== undefined || down !== undefined || answers !== undefined;
}
