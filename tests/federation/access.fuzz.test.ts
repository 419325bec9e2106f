// Random graphs with random rules on who may read what: the engine answers as graphql-js does whose resolvers check each rule.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { chances } from './fuzz/chance.ts';
import { fuzzGraph } from './fuzz/fuzz-graph.ts';
import { randomAccess } from './fuzz/random-access.ts';
import { startOurs, startSharing } from './harness/engines.ts';

const isLong = process.env['LONG_TESTS'] === '1';
const GRAPHS = isLong ? 50 : 6;
const OPERATIONS = isLong ? 20 : 10;
const firstSeeds = Array.from({ length: isLong ? 20 : 8 }, (_, index) => 100_000 + index * GRAPHS);

// Seeds are fixed, so that a difference that shows on one machine shows on all of them.
it.each(firstSeeds)('graphs from seed %i', { timeout: 3_600_000 }, async (first) => {
  let operations = 0;
  for (let seed = first; seed < first + GRAPHS; seed += 1) {
    const [chance] = fc.sample(chances, { numRuns: 1, seed });
    if (!chance) throw new Error('There are no dice.');
    const outcome = await fuzzGraph(
      chance,
      seed % 2 === 0 ? startOurs : startSharing,
      OPERATIONS,
      randomAccess(chance),
    );
    expect(outcome.difference, `seed ${seed}`).toBeUndefined();
    operations += outcome.operations;
  }
  expect(operations).toBeGreaterThan(GRAPHS * OPERATIONS * 2);
});
