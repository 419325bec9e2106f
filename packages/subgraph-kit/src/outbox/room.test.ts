import { expect, it } from 'vitest';
import type { LeasedEntry } from './lease.store.ts';
import { roomBeside } from './room.ts';

const limits = { concurrency: 6, laneConcurrency: 3 };
const entry = (lane: string, n: number): LeasedEntry => ({
  id: `${lane}${n}`,
  lane,
  type: 'job',
  destination: lane,
  payload: {},
  failures: 0,
  createdAt: new Date(0),
  attempts: 1,
  leaseToken: 'lse',
});
const running = (...lanes: string[]) => lanes.map(entry);

it('never overfills a lane or the worker', () => {
  expect(roomBeside([], limits)).toEqual({ limit: 3, exceptIds: [], exceptLanes: [] });
  expect(roomBeside(running('a', 'a'), limits)).toMatchObject({ limit: 1, exceptIds: ['a0', 'a1'], exceptLanes: [] });
  expect(roomBeside(running('a', 'a', 'a'), limits)).toMatchObject({ limit: 3, exceptLanes: ['a'] });
  expect(roomBeside(running('a', 'a', 'a', 'b'), limits)).toMatchObject({ limit: 2, exceptLanes: ['a'] });
  expect(roomBeside(running('a', 'a', 'a', 'b', 'c'), limits)).toMatchObject({ limit: 1, exceptLanes: ['a'] });
});
