import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startMedia } from '../testing/media-fixture.ts';
import { removeLeftFolders, withTemporaryFolder } from './temporary-folder.ts';

const LONG_AGO = new Date('2020-01-01T00:00:00.000Z');

let parent: string;
let deadPid: string;
beforeAll(async () => {
  parent = await mkdtemp(join(tmpdir(), 'accounts-center-left-'));
  deadPid = execFileSync(process.execPath, ['-p', 'process.pid'], { encoding: 'utf8' }).trim();
});
afterAll(() => rm(parent, { recursive: true }));

/** A folder as an upload leaves it when its process is killed. */
async function leave(name: string, at?: Date): Promise<string> {
  await mkdir(join(parent, name));
  await writeFile(join(parent, name, 'received'), 'half a photo');
  if (at !== undefined) await utimes(join(parent, name), at, at);
  return name;
}

it('removes the folders of killed processes, and nothing else', async () => {
  const left = [
    await leave(`accounts-center-upload-${deadPid}-a1B2c3`, LONG_AGO),
    await leave(`accounts-center-upload-${process.pid}-a1B2c3`, LONG_AGO),
  ];
  const kept = [
    await leave(`accounts-center-upload-${deadPid}-young1`),
    await leave(`accounts-center-upload-${process.ppid}-living`, LONG_AGO),
    await leave(`accounts-center-upload-${deadPid}-a1B2c3.d`, LONG_AGO),
    await leave(`accounts-center-media-${deadPid}-others`, LONG_AGO),
  ];
  const link = `accounts-center-upload-${deadPid}-linked`;
  await symlink(join(parent, kept[3] ?? ''), join(parent, link));

  await removeLeftFolders(parent, (process.getuid?.() ?? 0) + 1);
  expect((await readdir(parent)).sort()).toEqual([...left, ...kept, link].sort());
  await removeLeftFolders(parent);
  expect((await readdir(parent)).sort()).toEqual([...kept, link].sort());
  expect(await readdir(join(parent, kept[3] ?? ''))).toEqual(['received']);
});

it('keeps the folder of a work under way', async () => {
  await withTemporaryFolder(parent, async (folder) => {
    await removeLeftFolders(parent);
    expect(await readdir(folder)).toEqual([]);
  });
});

it('an app removes them when it starts', async () => {
  const own = await mkdtemp(join(parent, 'of-app-'));
  await mkdir(join(own, `accounts-center-upload-${deadPid}-a1B2c3`));
  await utimes(join(own, `accounts-center-upload-${deadPid}-a1B2c3`), LONG_AGO, LONG_AGO);
  const app = await startMedia({ temporaryFolder: own });
  expect(await app.leftovers()).toEqual([]);
  await app.close();
});
