import { readFile, writeFile } from 'node:fs/promises';
import { type Table, toMarkdown } from './table.ts';

/** What a benchmark found out. */
export interface Result {
  /** How it was measured, and what it aims at, in words. */
  readonly method: string;
  readonly tables: readonly Table[];
  /** Where its place is, unless that is in `bench/README.md`; null when it is only to be shown. */
  readonly file?: URL | null;
}

const readme = new URL('../../README.md', import.meta.url);

/**
 * Writes a benchmark's part of its README, and shows it.
 * @param machine where and when it was measured
 */
export async function writeReport(bench: string, machine: string, result: Result): Promise<void> {
  const { method, tables, file = readme } = result;
  const part = [method, ...tables.map(toMarkdown), machine].join('\n\n');
  if (file !== null) await writePart(file, bench, part);
  process.stdout.write(`\n${part}\n`);
}

async function writePart(file: URL, bench: string, part: string): Promise<void> {
  const [begin, end] = [`<!-- ${bench}: written by its command -->`, `<!-- end of ${bench} -->`];
  const text = await readFile(file, 'utf8');
  const [from, to] = [text.indexOf(begin), text.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`${file.pathname} has no place for ${bench}.`);
  await writeFile(file, `${text.slice(0, from)}${begin}\n\n${part}\n\n${text.slice(to)}`);
}
