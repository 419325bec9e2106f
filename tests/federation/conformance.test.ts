// What the federation specification says, case by case: every engine answers every case as it should, but those that it is
// known to get wrong. The expected answers are checked by themselves: graphql-js over one schema gives them too.
import {
  buildClientSchema,
  type GraphQLSchema,
  getIntrospectionQuery,
  type IntrospectionQuery,
  lexicographicSortSchema,
  parse,
  printSchema,
} from 'graphql';
import { beforeAll, describe, expect, it } from 'vitest';
import { GRAPHS } from './cases/all.ts';
import { createStage, differencesFromReference, differencesOf, type Stage, startOn } from './harness/check-case.ts';
import { type RunningEngine, startOurs, startStock } from './harness/engines.ts';
import { createRun } from './harness/run.ts';
import { KNOWN_FAILURES } from './known-failures.ts';
import { STOCK_FAILURES } from './stock-failures.ts';

const ENGINES = [
  { name: 'ours', start: startOurs, failures: KNOWN_FAILURES },
  { name: 'stock', start: startStock, failures: STOCK_FAILURES },
];
const titles = Object.entries(GRAPHS).flatMap(([graph, { cases }]) =>
  Object.keys(cases).map((name) => `${graph}: ${name}`),
);

describe.each(Object.entries(GRAPHS))('%s', (graphName, graph) => {
  let stage: Stage;
  const cases = Object.entries(graph.cases);
  beforeAll(() => {
    stage = createStage(graph);
  });

  it.each(cases)('%s: what is expected is what graphql-js answers', async (_, one) => {
    expect(await differencesFromReference(stage, one)).toEqual([]);
  });

  it('ours tells tools its schema', async () => {
    const engine = await startOn(stage, startOurs);
    const { data } = await engine.execute(
      { document: parse(getIntrospectionQuery({ specifiedByUrl: true })) },
      createRun(),
    );
    expect(written(buildClientSchema(data as IntrospectionQuery))).toBe(written(stage.composed.api));
  });

  describe.each(ENGINES)('$name', ({ start, failures }) => {
    let engine: RunningEngine | Error;
    beforeAll(async () => {
      engine = await startOn(stage, start).catch((error: unknown) => error as Error);
    });

    it.each(cases)('%s', async (name, one) => {
      const found = engine instanceof Error ? [engine.message] : await differencesOf(engine, stage, one);
      if (failures.has(`${graphName}: ${name}`)) expect(found).not.toEqual([]);
      else expect(found).toEqual([]);
    });
  });
});

function written(schema: GraphQLSchema): string {
  return printSchema(lexicographicSortSchema(schema));
}

it.each(ENGINES)('every known failure of $name is a case', ({ failures }) => {
  expect([...failures].filter((failure) => !titles.includes(failure))).toEqual([]);
});
