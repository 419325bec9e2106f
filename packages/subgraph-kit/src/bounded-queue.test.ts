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

it('lets those whom work is for take turns', async () => {
  const { work, ends } = createWork();
  const run = createBoundedQueue({ concurrent: 1 });
  const done: string[] = [];
  const begin = (of: string, name: string) => run(() => work().then(() => done.push(name)), of);
  const all = ['a1', 'a2', 'a3', 'a4', 'b1', 'b2', 'c1'].map((name) => begin(name.slice(0, 1), name));
  for (let index = 0; index < all.length; index++) {
    await expect.poll(() => ends.length).toBe(index + 1);
    ends[index]?.();
  }
  await Promise.all(all);
  expect(done).toEqual(['a1', 'a2', 'b1', 'c1', 'a3', 'b2', 'a4']);
});

it('leaves a place to others where one may not have all', async () => {
  const { work, ends } = createWork();
  const run = createBoundedQueue({ concurrent: 2, concurrentEach: 1 });
  const begun: string[] = [];
  const begin = (name: string) =>
    run(
      () => {
        begun.push(name);
        return work();
      },
      name.slice(0, 1),
    );
  const [first, second, other] = [begin('a1'), begin('a2'), begin('b1')];
  await expect.poll(() => begun).toEqual(['a1', 'b1']);
  ends[1]?.();
  await other;
  expect(begun).toEqual(['a1', 'b1']);
  ends[0]?.();
  await first;
  await expect.poll(() => begun).toEqual(['a1', 'b1', 'a2']);
  ends[2]?.();
  await second;
});

it('takes a place from whoever has most of them, for one who has less', async () => {
  const { work, ends } = createWork();
  const run = createBoundedQueue({ concurrent: 1, waiting: 3 });
  const kept = [run(work, 'a'), run(work, 'a'), run(work, 'a')];
  const latest = run(work, 'a');
  kept.push(run(work, 'b'));
  await expect(latest).rejects.toThrow(QueueFull);
  await expect(run(work, 'b')).rejects.toThrow(QueueFull);
  await expect(run(work, 'a')).rejects.toThrow(QueueFull);
  for (let index = 0; index < kept.length; index++) {
    await expect.poll(() => ends.length).toBe(index + 1);
    ends[index]?.();
  }
  await Promise.all(kept);
});
