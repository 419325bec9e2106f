import { expect, it } from 'vitest';
import { createTrace } from './trace.ts';

const request = (path: string) => ({ path, body: '' });

it('a request that began after an answer waited for that answer', () => {
  const trace = createTrace();
  const users = trace.begin(request('/accounts'));
  const products = trace.begin(request('/products'));
  users();
  const reviews = trace.begin(request('/reviews'));
  products();
  const inventory = trace.begin(request('/inventory'));
  reviews();
  inventory();
  trace.begin(request('/products'))();
  const paths = trace.levels().map((level) => level.map(({ path }) => path));
  expect(paths).toEqual([['/accounts', '/products'], ['/reviews', '/inventory'], ['/products']]);
});
