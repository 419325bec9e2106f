import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { ConfigError } from '@accounts-center/subgraph-kit';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { claimDataFolder } from './data-folder.ts';

const hasProc = existsSync('/proc/self/stat');
const source = JSON.stringify(new URL('data-folder.ts', import.meta.url).href);

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
  expect(readdirSync(folder)).toEqual([]);
  vi.advanceTimersByTime(10_000);
  expect(lost.aborted).toBe(false);
});

it('a folder is taken over also when a process was killed while it took it over', () => {
  const { pid } = spawnSync(process.execPath, ['--version']);
  for (const name of ['', '.stale', '.stale.stale']) writeFileSync(`${file}${name}`, String(pid));
  const { release } = claimDataFolder(folder);
  expect(readdirSync(folder)).toEqual(['in-use-by.pid']);
  release();
});

it.each(['', 'nonsense', '0', '-1', String(process.pid)])('a folder with a claim of %j is taken over', (claim) => {
  writeFileSync(file, claim);
  claimDataFolder(folder).release();
  expect(existsSync(file)).toBe(false);
});

it.runIf(hasProc)('a folder left by a process whose id another one has got since is taken over', () => {
  writeFileSync(file, '1 17000000000000');
  const { release } = claimDataFolder(folder);
  expect(readFileSync(file, 'utf8')).toMatch(new RegExp(`^${process.pid} \\d+$`));
  expect(() => claimDataFolder(folder)).toThrow(`in use by process ${process.pid}`);
  release();
});

it('a folder that is not there is made', () => {
  const inner = join(folder, 'of', 'data');
  claimDataFolder(inner).release();
  expect(existsSync(inner)).toBe(true);
});

describe.runIf(process.getuid)('other users of the machine', () => {
  const modeOf = (path: string): number => statSync(path).mode & 0o7777;

  it('get no way into a folder that is made', () => {
    const inner = join(folder, 'data');
    claimDataFolder(inner).release();
    expect(modeOf(inner)).toBe(0o700);
  });

  it('lose their way into one of ours that was open', () => {
    chmodSync(folder, 0o755);
    claimDataFolder(folder).release();
    expect(modeOf(folder)).toBe(0o700);
  });

  it('keep their way into one that is for everybody', () => {
    chmodSync(folder, 0o1777);
    claimDataFolder(folder).release();
    expect(modeOf(folder)).toBe(0o1777);
  });
});

it('a folder that is removed is told of in plain words', () => {
  const { lost, release } = claimDataFolder(folder);
  rmSync(folder, { recursive: true });
  vi.advanceTimersByTime(1_000);
  expect(lost.reason).toBe(`${folder} was removed meanwhile. What is done from now on would be lost: start anew.`);
  release();
});

it('a folder that is removed and made anew by another process is that one’s', () => {
  const { lost, release } = claimDataFolder(folder);
  rmSync(folder, { recursive: true });
  mkdirSync(folder);
  writeFileSync(file, String(process.ppid));
  vi.advanceTimersByTime(1_000);
  expect(lost.aborted).toBe(true);
  release();
  expect(readFileSync(file, 'utf8')).toBe(String(process.ppid));
});

describe('of processes', () => {
  const SLOW = 60_000;

  /** Claims every folder that it is told of, and says whether it has got it. */
  function contender() {
    const program = `
      import { createInterface } from 'node:readline';
      import { claimDataFolder } from ${source};
      // Each claim waits for the exit.
      process.setMaxListeners(0);
      console.log('ready');
      for await (const folder of createInterface({ input: process.stdin })) {
        let outcome = 'claimed';
        try { claimDataFolder(folder); } catch (error) { outcome = error.name; }
        console.log(outcome);
      }`;
    const child = spawn(
      process.execPath,
      ['--import', '@accounts-center/typescript', '--input-type=module', '--eval', program],
      {
        stdio: ['pipe', 'pipe', 'inherit'],
      },
    );
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    return {
      claim: (data: string) => child.stdin.write(`${data}\n`),
      next: async (): Promise<unknown> => (await lines.next()).value,
      kill: () => void child.kill('SIGKILL'),
      async end() {
        child.stdin.end();
        await once(child, 'exit');
      },
    };
  }

  it('that claim a folder at once, free or stale, one gets it', { timeout: SLOW }, async () => {
    const contenders = Array.from({ length: 4 }, contender);
    try {
      await Promise.all(contenders.map(({ next }) => next()));
      for (let round = 0; round < 200; round += 1) {
        const data = join(folder, String(round));
        mkdirSync(data);
        if (round % 2 === 1) writeFileSync(join(data, 'in-use-by.pid'), '2147483647');
        for (const { claim } of contenders) claim(data);
        const outcomes = await Promise.all(contenders.map(({ next }) => next()));
        expect(outcomes.filter((outcome) => outcome === 'claimed')).toHaveLength(1);
        expect(readdirSync(data)).toEqual(['in-use-by.pid']);
      }
      await Promise.all(contenders.map(({ end }) => end()));
      // Each leaves what it had when it exits, without being asked to.
      const left = readdirSync(folder).filter((round) => existsSync(join(folder, round, 'in-use-by.pid')));
      expect(left).toEqual([]);
    } finally {
      for (const { kill } of contenders) kill();
    }
  });

  it.runIf(hasProc)('one that was killed and that nobody has buried does not keep it', async () => {
    vi.useRealTimers();
    // The shell becomes a program that never asks how its child has ended; until then it would bury the child itself.
    const parent = spawn('sh', ['-c', 'sleep 600 & echo $!; exec sleep 600'], { stdio: ['ignore', 'pipe', 'inherit'] });
    try {
      const [output] = (await once(parent.stdout, 'data')) as [Buffer];
      const pid = Number(String(output));
      const statOf = () =>
        readFileSync(`/proc/${pid}/stat`, 'utf8')
          .replace(/^.*\) /s, '')
          .split(' ');
      const identity = `${pid} ${statOf()[19]}`;
      writeFileSync(file, identity);
      expect(() => claimDataFolder(folder)).toThrow(`in use by process ${pid}`);
      await vi.waitUntil(() => readFileSync(`/proc/${parent.pid}/comm`, 'utf8') === 'sleep\n', 10_000);
      process.kill(pid, 'SIGKILL');
      await vi.waitUntil(() => statOf()[0] === 'Z', 10_000);
      claimDataFolder(folder).release();
      expect(existsSync(file)).toBe(false);
    } finally {
      parent.kill('SIGKILL');
    }
  });
});
