import { inspect } from 'node:util';
import { type DocumentNode, print } from 'graphql';
import { answerOf, createStage, type Stage, startOn } from '../harness/check-case.ts';
import { differences } from '../harness/compare.ts';
import { CompositionError } from '../harness/composed.ts';
import type { RunningEngine, StartEngine } from '../harness/engines.ts';
import type { Fields, Graph } from '../harness/graph.ts';
import type { Request } from '../harness/monolith.ts';
import { createRun, type Grants } from '../harness/run.ts';
import type { Chance } from './chance.ts';
import type { Model } from './model.ts';
import type { RandomAccess } from './random-access.ts';
import { randomData } from './random-data.ts';
import { randomModel } from './random-model.ts';
import { MAYBE, randomOperation } from './random-operation.ts';
import { withNamesOfAnyObject } from './rename-fields.ts';
import { shrinkOperation } from './shrink-operation.ts';
import { valid } from './valid-operation.ts';
import { writeSubgraphs } from './write-sdl.ts';

/** How many operations a random graph got, and what was wrong with the first that was not answered as graphql-js does. */
export interface Outcome {
  readonly operations: number;
  readonly difference?: string;
}

/**
 * A random graph, random operations on it, an engine's answers beside those of graphql-js over one schema.
 * @param access rules on who may read what, which graphql-js is told by its resolvers
 */
export async function fuzzGraph(
  chance: Chance,
  start: StartEngine,
  operations: number,
  access?: RandomAccess,
): Promise<Outcome> {
  const model = randomModel(chance);
  const plain: Graph = {
    subgraphs: writeSubgraphs(model),
    data: randomData(model, chance),
    beliefs: staleBeliefs(model),
    cases: {},
    ...(access && { changed: access.changed }),
  };
  const graph = chance.in100(20) ? withNamesOfAnyObject(plain) : plain;
  const stage = tryToStage(graph);
  if (!stage) return { operations: 0 };
  const engine = await startOn(stage, start);
  let count = 0;
  for (let index = 0; index < operations; index += 1) {
    const { source, variables } = randomOperation(stage.composed.api, chance);
    const document = valid(source, stage.composed.api);
    if (!document) continue;
    // At the same time and again, so that answers that are shared and plans that are kept have their chance to be wrong.
    const grants = access?.grants();
    const mayRead = grants && access?.mayRead(stage.world, stage.composed.full, grants);
    const requests = [variables, otherConditions(variables), variables].map((each) => ({
      document,
      variables: each,
      ...(mayRead && { mayRead }),
    }));
    const found = await Promise.all(requests.map((request) => differencesOn(stage, engine, request, grants)));
    count += requests.length;
    const wrong = requests[found.findIndex((each) => each.length > 0)];
    if (wrong) return { operations: count, difference: await report(stage, engine, wrong, grants) };
  }
  return { operations: count };
}

const NULL_CONDITION = 'Argument "if" of non-null type "Boolean!" must not be null.';

/** Some few random graphs ask for what composition can not see to be possible. */
function tryToStage(graph: Graph): Stage | undefined {
  try {
    return createStage(graph);
  } catch (error) {
    if (error instanceof CompositionError) return undefined;
    throw error;
  }
}

/** A subgraph that a field was taken over from still answers it, if it is asked: with an error. */
function staleBeliefs({ entities }: Model): Record<string, Fields> {
  const stale = entities.flatMap(({ name, fields }) =>
    fields.flatMap((field) =>
      field.movedFrom === undefined ? [] : [[field.movedFrom, `${name}.${field.name}`] as const],
    ),
  );
  const of = (subgraph: string) => stale.filter(([from]) => from === subgraph);
  return Object.fromEntries(
    stale.map(([subgraph]) => [
      subgraph,
      Object.fromEntries(of(subgraph).map(([, field]) => [field, new Error(`${field} has moved`)])),
    ]),
  );
}

function otherConditions(variables: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(variables).map(([name, value]) => {
      if (name === MAYBE) return [name, value === null ? true : null];
      return [name, typeof value === 'boolean' ? !value : value];
    }),
  );
}

async function differencesOn(
  { monolith }: Stage,
  engine: RunningEngine,
  request: Request,
  grants: Grants | undefined,
): Promise<string[]> {
  const { data, errors = [] } = await monolith.execute(request);
  const possible = errors.length > 0 ? await monolith.possibleErrors(request) : [];
  const answer = await answerOf(() => engine.execute(request, createRun({}, grants)));
  if (request.variables?.[MAYBE] === null) {
    // graphql-js says so where it comes across the condition, if it does; an engine has to know before it asks anybody.
    const isRefused = answer.errors?.length === 1 && answer.errors[0]?.message === NULL_CONDITION;
    if (isRefused && answer.data === undefined) return [];
    if (errors.some(({ message }) => message === NULL_CONDITION)) return ['a condition that is null is not refused'];
  }
  return differences(answer, { data, errors, possible, mayStandAbove: false });
}

/** Everything that it takes to make a case of a difference. */
async function report(
  stage: Stage,
  engine: RunningEngine,
  wrong: Request,
  grants: Grants | undefined,
): Promise<string> {
  const { document, variables } = wrong;
  const request = (smaller: DocumentNode): Request => ({ ...wrong, document: smaller });
  const fails = async (smaller: DocumentNode): Promise<boolean> =>
    (await differencesOn(stage, engine, request(smaller), grants)).length > 0;
  const smallest = await shrinkOperation(document, stage.composed.api, fails);
  const found = await differencesOn(stage, engine, request(smallest), grants);
  return [
    ...(grants ? [stage.composed.supergraphSdl, inspect(grants)] : []),
    ...Object.entries(stage.graph.subgraphs).map(([name, sdl]) => `# ${name}\n${sdl}`),
    print(smallest),
    JSON.stringify(variables),
    ...found,
  ].join('\n\n');
}
