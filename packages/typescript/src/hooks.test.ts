import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, it } from 'vitest';

const run = promisify(execFile);
const register = new URL('./register.mjs', import.meta.url).href;

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'typescript-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** Runs files as a process of their own. @returns the lines that it said */
async function said(files: Readonly<Record<string, string>>): Promise<string[]> {
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  const { stdout } = await run(process.execPath, ['--import', register, join(folder, 'main.ts')]);
  return stdout.trim().split('\n');
}

it('runs types, imports of types alone, and `using`', async () => {
  const main = `
    import type { Shape } from './types.ts';
    import { twice, type Size } from './twice.ts';
    class Resource implements Disposable { [Symbol.dispose]() { console.log('disposed'); } }
    const size: Size = twice(21) satisfies Size;
    { using _resource = new Resource(); }
    const shape = { size } as Shape;
    console.log(JSON.stringify(shape));`;
  const lines = await said({
    'main.ts': main,
    'types.ts': `console.log('This file is nothing but types.'); export interface Shape { size: number }`,
    'twice.ts': 'export type Size = number; export function twice(n: Size): Size { return 2 * n; }',
  });
  expect(lines).toEqual(['disposed', '{"size":42}']);
});

it('tells where in the source something failed', async () => {
  const lines = await said({
    'main.ts': `interface Unused {
  readonly a: string;
}
function fail(): never { throw new Error('here'); }
try { fail(); } catch (error) { console.log((error as Error).stack?.split('\\n')[1]?.trim()); }`,
  });
  expect(lines[0]).toMatch(/^at fail \(.*main\.ts:4:\d+\)$/);
});

it('gives functions no names that have to be set', async () => {
  const lines = await said({
    'main.ts': `const make = () => { const inner = (a: number) => a; return inner; };
console.log(make.toString().includes('__name'), make().name);`,
  });
  expect(lines).toEqual(['false inner']);
});

it('takes each change of a file', async () => {
  const at = (value: number) => said({ 'main.ts': `console.log(${value} as number);` });
  expect([await at(1), await at(2), await at(1)]).toEqual([['1'], ['2'], ['1']]);
});

it('refuses what is no TypeScript, and says where', async () => {
  const failed = said({ 'main.ts': 'const a: = 1;' });
  await expect(failed).rejects.toThrow(/main\.ts:1:9/);
});
