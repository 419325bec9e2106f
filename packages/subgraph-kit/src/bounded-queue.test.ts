import { expect, it } from 'vitest';
import { createBoundedQueue, QueueFull } from './bounded-queue.ts';

/** Work that ends when it is told to. */
function createWork() {
  const ends: (() => void)[] = [];
  const work = () => new Promise<void>((resolve) => ends.push(resolve));
  return { work, ends };
}

it('runs so many at once, the others in their order, and refuses whoever finds no room to wait', async () => {
  const { work, ends } = createWork();
  const run = createBoundedQueue({ concurrent: 2, waiting: 1 });
  const done: string[] = [];
  const running = ['a', 'b', 'c'].map((name) => run(work).then(() => done.push(name)));
  await expect(run(work)).rejects.toThrow(QueueFull);
  expect(ends).toHaveLength(2);

  ends[0]?.();
  await running[0];
  await expect.poll(() => ends.length).toBe(3);
  for (const end of ends) end();
  await Promise.all(running);
  expect(done).toEqual(['a', 'b', 'c']);
});

it('gives the place on when work fails', async () => {
  const run = createBoundedQueue({ concurrent: 1, waiting: 1 });
  const failing = run(() => Promise.reject(new Error('broken')));
  const next = run(async () => 'next');
  await expect(failing).rejects.toThrow('broken');
  expect(await next).toBe('next');
});
