import { expect, it } from 'vitest';
import { createRecorder } from './recorder.ts';

const ask = (query: string, variables?: object): string => JSON.stringify({ query, variables });
const answerOf = (response: Buffer): unknown => JSON.parse(response.toString().split('\r\n\r\n')[1] ?? '');

it('a request is answered by its subgraph at first, and at once after that, with the same bytes', async () => {
  const recorder = createRecorder();
  const body = ask('{ topProducts(first: 1) { upc name } }');
  const first = recorder.answer('/products', body);
  expect(first).toBeInstanceOf(Promise);
  expect(answerOf(await first)).toEqual({ data: { topProducts: [{ upc: '1', name: 'Table' }] } });
  const again = recorder.answer('/products', body);
  expect(again).toBe(await first);
});

it('what a field requires comes from the representation', async () => {
  const query = 'query ($r: [_Any!]!) { _entities(representations: $r) { ... on Product { shippingEstimate } } }';
  const representation = { __typename: 'Product', upc: '1', price: 7, weight: 60 };
  const answer = await createRecorder().answer('/inventory', ask(query, { r: [representation] }));
  expect(answerOf(answer)).toEqual({ data: { _entities: [{ shippingEstimate: 30 }] } });
});

it('a subgraph that there is not answers with an error', async () => {
  expect(answerOf(await createRecorder().answer('/other', ask('{ a }')))).toHaveProperty('errors');
});
