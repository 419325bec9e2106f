import { expect, it } from 'vitest';
import { settingsJsonSchema, settingsPage } from './describe-settings.ts';

// `npx vitest run gateway/src/settings -u` writes both anew.
it('the page of all settings is as the code says', async () => {
  await expect(settingsPage()).toMatchFileSnapshot('../../../docs/edge/settings.md');
});

it('the JSON schema for editors is as the code says', async () => {
  const text = `${JSON.stringify(settingsJsonSchema(), undefined, 2)}\n`;
  await expect(text).toMatchFileSnapshot('settings.schema.json');
});

it('every setting that is no word for itself is explained', () => {
  const rows = settingsPage()
    .split('\n')
    .filter((line) => line.startsWith('| `'));
  expect(rows.length).toBeGreaterThan(60);
  for (const row of rows) expect(row).toMatch(/^\| `[\w.*]+` \|.*\|.*\|$/);
});

it('whatever has a default shows it, also how subgraphs are called', () => {
  const rows = settingsPage().split('\n');
  const without = rows.flatMap((row) => /^\| `all\.(\w+)` \|  \|/.exec(row)?.[1] ?? []);
  expect(without).toEqual(['setHeaders', 'subscriptionPath']);
  expect(rows).toContainEqual(expect.stringContaining('| `all.timeoutMs` | `15,000` |'));
});
