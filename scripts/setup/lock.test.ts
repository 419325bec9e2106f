import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { withLock } from './lock.mjs';

describe('withLock', () => {
  let folder = '';
  const lockFile = (): string => join(folder, 'lock');

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'accounts-center-lock-'));
  });

  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('lets one process in at a time', async () => {
    const log = join(folder, 'log');
    const script = `
      import { appendFileSync } from 'node:fs';
      import { withLock } from ${JSON.stringify(new URL('lock.mjs', import.meta.url).href)};
      await withLock(async () => {
        appendFileSync(${JSON.stringify(log)}, 'in ');
        await new Promise((resolve) => setTimeout(resolve, 50));
        appendFileSync(${JSON.stringify(log)}, 'out ');
      }, ${JSON.stringify(lockFile())});`;
    const processes = Array.from({ length: 4 }, () =>
      spawn(process.execPath, ['--input-type=module', '--eval', script]),
    );
    const codes = await Promise.all(processes.map(async (child) => ((await once(child, 'exit')) as [number])[0]));
    expect(codes).toEqual([0, 0, 0, 0]);
    expect(await readFile(log, 'utf8')).toBe('in out '.repeat(4));
  });

  it('takes over from a process that died', async () => {
    const child = spawn(process.execPath, ['--eval', '']);
    await once(child, 'exit');
    await writeFile(lockFile(), String(child.pid));
    expect(await withLock(() => 'done', lockFile())).toBe('done');
  });

  it('takes over a lock that nobody touches, though another process has got the id', async () => {
    await writeFile(lockFile(), String(process.pid));
    const aMinuteAgo = new Date(Date.now() - 60_000);
    await utimes(lockFile(), aMinuteAgo, aMinuteAgo);
    expect(await withLock(() => 'done', lockFile())).toBe('done');
  });

  it('leaves nothing behind, also when the work fails', async () => {
    const failure = withLock(() => Promise.reject(new Error('no disk')), lockFile());
    await expect(failure).rejects.toThrow('no disk');
    expect(await readdir(folder)).toEqual([]);
  });
});
