import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const check = (...names: string[]) =>
  spawnSync(process.execPath, [fileURLToPath(new URL('check.mjs', import.meta.url)), ...names], { encoding: 'utf8' });

it('a check that there is not is an error, and none is run, also not those that there are', () => {
  const { status, stdout, stderr } = check('format', 'typse', 'unused', 'code');
  expect([status, stdout]).toEqual([2, '']);
  expect(stderr).toMatch(/^No such check: typse, unused, code\. There are: .*\bunused-code\b.*\btypes\b/);
});

it('the checks are those that CONTRIBUTING names, and each is one word', () => {
  const [, names = ''] = /There are: (.*)/.exec(check('nonsense').stderr) ?? [];
  const contributing = readFileSync(new URL('../CONTRIBUTING.md', import.meta.url), 'utf8');
  const [, list = ''] = /^\| `npm run check` \|.* some of it, of (.*) \|$/m.exec(contributing) ?? [];
  const named = [...list.matchAll(/`([a-z-]+)`/g)].map(([, name]) => name);
  expect(new Set(names.split(', '))).toEqual(new Set(named));
});
