import { expect, it, vi } from 'vitest';
import { createProgress } from './progress.ts';

const LONG_MS = 60_000;

it('waits until each of the deliveries was noted, and for no other', async () => {
  const progress = createProgress();
  using watch = progress.watch('xps_1');
  progress.note('xps_1', 'dlv_1');
  const arrived = vi.fn();
  const waiting = watch.until(['dlv_1', 'dlv_2'], LONG_MS).then(arrived);
  progress.note('xps_2', 'dlv_2');
  progress.note('xps_1', 'dlv_1');
  await Promise.resolve();
  expect(arrived).not.toHaveBeenCalled();
  progress.note('xps_1', 'dlv_2');
  await waiting;
  expect(arrived).toHaveBeenCalledOnce();
});

it('waits for nothing when all were noted before', async () => {
  const progress = createProgress();
  using watch = progress.watch('xps_1');
  progress.note('xps_1', 'dlv_1');
  await expect(watch.until(['dlv_1'], LONG_MS)).resolves.toBeUndefined();
  await expect(watch.until([], LONG_MS)).resolves.toBeUndefined();
});

it('does not wait for ever', async () => {
  using watch = createProgress().watch('xps_1');
  await expect(watch.until(['dlv_1'], 1)).resolves.toBeUndefined();
});

it('tells every watch of a post, and none that has ended', async () => {
  const progress = createProgress();
  using one = progress.watch('xps_1');
  {
    using other = progress.watch('xps_1');
    const both = Promise.all([one.until(['dlv_1'], LONG_MS), other.until(['dlv_1'], LONG_MS)]);
    progress.note('xps_1', 'dlv_1');
    await both;
  }
  progress.note('xps_1', 'dlv_2');
  await expect(one.until(['dlv_2'], LONG_MS)).resolves.toBeUndefined();
});
