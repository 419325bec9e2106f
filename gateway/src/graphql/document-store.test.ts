import { parse } from 'graphql';
import { expect, it } from 'vitest';
import { createDocumentStore } from './document-store.ts';

it('a comment takes its room: what was used longest ago goes', async () => {
  const store = createDocumentStore(1_000_000);
  for (let index = 0; index < 10; index++) await store.set(`d${index}`, parse(`{ a } #${'x'.repeat(100_000)}`));
  const kept = await Promise.all(
    Array.from({ length: 10 }, async (_, index) => (await store.get(`d${index}`)) !== undefined),
  );
  expect(kept).toEqual([...Array.from({ length: 6 }, () => false), ...Array.from({ length: 4 }, () => true)]);
});

it('small documents are kept by the thousands', async () => {
  const store = createDocumentStore(32_000_000);
  for (let index = 0; index < 5_000; index++) await store.set(`d${index}`, parse(`{ a${index} { b c d } }`));
  expect(await store.get('d0')).toBeDefined();
});

it('one that is too large for all of it is not kept', async () => {
  const store = createDocumentStore(1_000);
  await store.set('d', parse('{ a b c d e f }'));
  expect(await store.get('d')).toBeUndefined();
});
