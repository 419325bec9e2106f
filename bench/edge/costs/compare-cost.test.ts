import { expect, it } from 'vitest';
import type { Stage } from '../stage.ts';
import { compareCost, type Variant } from './compare-cost.ts';

/** A stage on which a request takes each gateway as long as its settings say, and every one of these requests is answered. */
function stageWith(wrong: number) {
  const used = new Map<string, number>();
  const stopped: string[] = [];
  const stage = {
    rounds: 3,
    brief: true,
    start: async ({ title }: { title: string }) => ({
      url: title,
      usage: () => ({ processorMs: used.get(title) ?? 0 }),
      stop: async () => void stopped.push(title),
    }),
    load: {
      send: async ({ url }: { url: string }) => {
        used.set(url, (used.get(url) ?? 0) + 10 * Number(url));
        return { latenciesMs: Array.from({ length: 10 }, () => 1), wrong };
      },
    },
  } as unknown as Stage;
  return { stage, stopped };
}

const variant = (title: string, aim?: number): Variant => {
  return { id: title, title, supergraph: '', settings: {}, ...(aim !== undefined && { aim }) };
};
const shape = { bodies: ['{}'], lengths: [2], connections: 1, authorization: 'own' as const };

it('tells what a request costs, as ratios to the first, and whether that is as little as it is to be', async () => {
  const { stage, stopped } = stageWith(0);
  const variants = [variant('2'), variant('2.1', 1.1), variant('2.5', 1.1)];
  const { aims, tables } = await compareCost(stage, variants, shape);
  expect(aims).toEqual([
    ['processor time a request, 2.1', '1.05× (1.05–1.05)', '≤ 1.10×: met'],
    ['processor time a request, 2.5', '1.25× (1.25–1.25)', '≤ 1.10×: **missed**'],
  ]);
  expect(tables[0]?.rows[0]).toEqual(['2', '2.00', '1.00× (1.00–1.00)']);
  expect(stopped).toHaveLength(9);
});

it('has nothing to tell when answers are wrong, and leaves no process behind', async () => {
  const { stage, stopped } = stageWith(1);
  await expect(compareCost(stage, [variant('1'), variant('2')], shape)).rejects.toThrow('1 of 10 answers were wrong');
  expect(stopped).toHaveLength(2);
});
