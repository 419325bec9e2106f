import { expect, it } from 'vitest';
import { labelsByChance } from './override-labels.ts';

it.each([
  [0.1, ['percent(25)', 'percent(100)']],
  [0.25, ['percent(100)']],
  [0.999, ['percent(100)']],
])('at a chance of %s the labels %j are on', (fraction, labels) => {
  const resolve = labelsByChance(() => fraction);
  expect([...resolve(['percent(25)', 'beta', 'percent(0)', 'percent(100)'], undefined)]).toEqual(labels);
});
