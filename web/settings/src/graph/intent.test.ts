import { expect, it } from 'vitest';
import { createIntent } from './intent.ts';

it('D3: the same input keeps its key until it is settled', () => {
  const intent = createIntent();
  const first = intent.keyFor({ username: 'ada' });
  expect(intent.keyFor({ username: 'ada' })).toBe(first);
  intent.settle();
  expect(intent.keyFor({ username: 'ada' })).not.toBe(first);
});

it('D3: another input gets another key', () => {
  const intent = createIntent();
  expect(intent.keyFor({ username: 'ada' })).not.toBe(intent.keyFor({ username: 'bea' }));
});

it('keys are as long as the graph wants them', () => {
  expect(createIntent().keyFor({})).toMatch(/^[0-9a-f]{32}$/);
});
