import { spawnSync } from 'node:child_process';
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigError } from '@accounts-center/subgraph-kit';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { claimDataFolder } from './data-folder.ts';

let folder: string;
let file: string;
beforeEach(async () => {
  vi.useFakeTimers();
  folder = await mkdtemp(join(tmpdir(), 'accounts-center-data-'));
  file = join(folder, 'in-use-by.pid');
});
afterEach(async () => {
  vi.useRealTimers();
  await rm(folder, { recursive: true, force: true });
});

it('a folder in which another process works is refused, and told by whom', () => {
  writeFileSync(file, String(process.ppid));
  expect(() => claimDataFolder(folder)).toThrow(ConfigError);
  expect(() => claimDataFolder(folder)).toThrow(`in use by process ${process.ppid}; end that one`);
});

it('a folder that a killed process has left is taken over, and left to others at the end', () => {
  const { pid } = spawnSync(process.execPath, ['--version']);
  writeFileSync(file, String(pid));
  const { lost, release } = claimDataFolder(folder);
  vi.advanceTimersByTime(10_000);
  expect(lost.aborted).toBe(false);
  release();
  expect(existsSync(file)).toBe(false);
  vi.advanceTimersByTime(10_000);
  expect(lost.aborted).toBe(false);
});

it('a folder that is removed is told of in plain words', () => {
  const { lost, release } = claimDataFolder(folder);
  rmSync(folder, { recursive: true });
  vi.advanceTimersByTime(1_000);
  expect(lost.reason).toBe(`${folder} was removed meanwhile. What is done from now on would be lost: start anew.`);
  release();
});
