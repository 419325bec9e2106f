import { expect, it } from 'vitest';
import { quantile } from '../measure/numbers.ts';
import { rounded, toMarkdown } from './table.ts';

it('numbers stand to the right in a table', () => {
  const rows = [
    ['feed', '1,000', '1.03×'],
    ['link', '24', '0.98×'],
  ];
  expect(toMarkdown({ columns: ['operation', 'requests', 'growth'], rows }).split('\n')).toEqual([
    '| operation | requests | growth |',
    '| --- | ---: | ---: |',
    '| feed | 1,000 | 1.03× |',
    '| link | 24 | 0.98× |',
  ]);
});

it('numbers have three digits, or all of a large one', () => {
  expect([0.1234, 12.34, 123.4, 12_345.6].map(rounded)).toEqual(['0.12', '12.3', '123', '12,346']);
});

it('a quantile is a value that was there', () => {
  const values = [5, 1, 4, 2, 3];
  expect([0, 0.5, 0.99, 1].map((share) => quantile(values, share))).toEqual([1, 3, 5, 5]);
});
