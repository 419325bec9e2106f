import { readFile, writeFile } from 'node:fs/promises';
import { type Table, toMarkdown } from './table.ts';

/** What a benchmark found out. */
export interface Result {
  /** How it was measured, and what it aims at, in words. */
  readonly method: string;
  readonly tables: readonly Table[];
}

const file = new URL('../../README.md', import.meta.url);

/**
 * Writes a benchmark's part of `bench/README.md`, and shows it.
 * @param machine where and when it was measured
 */
export async function writeReport(bench: string, machine: string, { method, tables }: Result): Promise<void> {
  const part = [method, ...tables.map(toMarkdown), machine].join('\n\n');
  const [begin, end] = [`<!-- ${bench}: written by its command -->`, `<!-- end of ${bench} -->`];
  const text = await readFile(file, 'utf8');
  const [from, to] = [text.indexOf(begin), text.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`bench/README.md has no place for ${bench}.`);
  await writeFile(file, `${text.slice(0, from)}${begin}\n\n${part}\n\n${text.slice(to)}`);
  process.stdout.write(`\n${part}\n`);
}
