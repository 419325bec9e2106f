import { parse, validate } from 'graphql';
import { describe, expect, it } from 'vitest';
import { distinctOperations } from './operations.ts';
import { apiSchema, createReference } from './reference.ts';
import { composeGraph, largeShop, operationText, shop } from './subgraphs.ts';

describe('the workload', () => {
  it.each([shop, largeShop])('has the supergraph that its subgraphs compose to: $name', async (graph) => {
    await expect(composeGraph(graph)).toMatchFileSnapshot(`generated/${graph.name}.graphql`);
  });

  it('answers the test query with about 85 kB, and the large query with about 8 MB', () => {
    const reference = createReference(shop);
    const [test, large] = (['test-query', 'large-query'] as const).map(
      (name) => JSON.stringify({ data: reference(operationText(name)) }).length,
    );
    expect(test).toBeGreaterThan(80_000);
    expect(test).toBeLessThan(90_000);
    expect(large).toBeGreaterThan(7_500_000);
    expect(large).toBeLessThan(8_500_000);
  });

  it('has as many distinct valid operations as are asked for, the same in every run', () => {
    const schema = apiSchema(largeShop);
    const operations = distinctOperations(schema, 100);
    const selections = operations.map((text) => text.slice(text.indexOf('{')));
    expect(new Set(selections).size).toBe(100);
    expect(operations.flatMap((text) => validate(schema, parse(text)))).toEqual([]);
    expect(distinctOperations(schema, 100)).toEqual(operations);
  });
});
