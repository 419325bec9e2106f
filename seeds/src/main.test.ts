import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { claimDataFolder } from '@accounts-center/constellation/data-folder';
import { expect, it } from 'vitest';

const program = fileURLToPath(new URL('main.ts', import.meta.url));

it('a folder in which a constellation works is not seeded', { timeout: 60_000 }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'accounts-center-seeds-'));
  const { release } = claimDataFolder(folder);
  try {
    const parameters = ['--import', '@accounts-center/typescript', program, '--people', '2', '--data-dir', folder];
    const { status, stderr } = spawnSync(process.execPath, parameters, { encoding: 'utf8' });
    expect(stderr).toContain(`${folder} is in use by process ${process.pid}; end that one, or take another folder`);
    expect(status).toBe(1);
    expect(readdirSync(folder)).toEqual(['in-use-by.pid']);
  } finally {
    release();
    rmSync(folder, { recursive: true });
  }
});
