import { expect, it } from 'vitest';
import { createTestGraph } from './testing/test-graph.ts';

const people = {
  sdl: 'type Query { name: String }',
  resolvers: { Query: { name: () => 'Ada' } },
};

/** Operations of one caller that are all new. */
const flood = (count: number): string[] => Array.from({ length: count }, (_, at) => `{ a${at}: name }`);

it('who asks for something new waits for a turn, not for the hundreds of another', async () => {
  const { ask, engine } = createTestGraph({ people }, { turnOf: (caller) => caller });
  const order: string[] = [];
  const answered = (name: string, source: string) => ask(source, {}, name).then(() => void order.push(name));
  const all = flood(100).map((source) => answered('greedy', source));
  await answered('patient', '{ mine: name }');
  expect(order.filter((name) => name === 'greedy').length).toBeLessThan(20);
  await Promise.all(all);
  await engine.stop();
});

it('who asks for what another waits for does not wait at that place', async () => {
  const { ask, engine } = createTestGraph({ people }, { turnOf: (caller) => caller });
  let count = 0;
  const all = flood(100).map((source) => ask(source, {}, 'greedy').then(() => void (count += 1)));
  await ask('{ a99: name }', {}, 'patient');
  expect(count).toBeLessThan(20);
  await Promise.all(all);
  await engine.stop();
});
