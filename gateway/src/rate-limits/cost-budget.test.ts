import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createCostBudget } from './cost-budget.ts';
import { openCounters } from './open-counters.ts';

const caller = { clientAddress: '192.0.2.1' };

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cost-budget-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

it.each(['memory', 'file'])('takes no cost that is no number, and counts on: %s', async (kind) => {
  const log = { error: vi.fn(), info: vi.fn() };
  const counters = await openCounters(kind === 'file' ? `file:${join(folder, 'counts.db')}` : 'memory', log);
  const budget = createCostBudget({ cost: 100, perMs: 60_000 }, counters);
  expect(await budget.charge(caller, 10)).toMatchObject({ kind: 'charged', remaining: 90 });
  for (const cost of [Number.NaN, Number.POSITIVE_INFINITY])
    expect(await budget.charge(caller, cost)).toEqual({ kind: 'exceeded', resetMs: 60_000, isHopeless: true });
  const charged = await budget.charge(caller, 10);
  expect(charged).toMatchObject({ kind: 'charged', remaining: 80 });
  if (charged.kind === 'charged') await charged.settle(Number.NaN);
  expect(await budget.charge(caller, 10)).toMatchObject({ kind: 'charged', remaining: 70 });
  expect(log.error).not.toHaveBeenCalled();
  await counters.close();
});
