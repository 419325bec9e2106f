import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { runQuietly } from './run.mjs';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'accounts-center-run-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

it('says what a command is at while it runs', async () => {
  const file = join(folder, 'go-on');
  // Ends once its progress has been shown.
  const program = `
    console.log('\\x1b[32mfirst\\x1b[0m\\n\\nsecond\\n');
    setInterval(() => require('node:fs').existsSync(${JSON.stringify(file)}) && process.exit(0), 5)`;
  const told: string[] = [];
  const tell = (line: string): void => {
    told.push(line);
    if (line.includes('second') && !existsSync(file)) writeFileSync(file, '');
  };
  await runQuietly('Building', [process.execPath, '-e', program], { hint: 'a moment', progressMs: 5, tell });
  expect(told[0]).toBe('Building (a moment)…');
  expect(told.find((line) => line.includes('second'))).toMatch(/^ {2}\d+ s: second$/);
  expect(told.at(-1)).toMatch(/^Building: done in \d+ s$/);
});

it('shows all that a command said when it fails', async () => {
  const program = `console.log('first'); console.error('second'); process.exit(3)`;
  const running = runQuietly('Building', [process.execPath, '-e', program], { tell: () => undefined });
  await expect(running).rejects.toThrow(/^(first\nsecond|second\nfirst)\n\nBuilding: failed/);
});
