// docs/rules.md says of every rule where it is built and tested. These tests keep what it says of paths true.
import { existsSync } from 'node:fs';
import { join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parse, readSourceFiles, readText } from './source-files.ts';
import { ruleIdsIn, titlesOf } from './test-titles.ts';

const PAGE = 'docs/rules.md';
/** Its titles are examples. */
const SELF = 'tests/architecture/product-rules.test.ts';
const root = fileURLToPath(new URL('../..', import.meta.url));
const page = readText(PAGE);
const rules = page.split('\n').flatMap(ruleOf);
const titles = new Map(readSourceFiles().map((file) => [file.path, titlesOf(file)]));

describe('docs/rules.md', () => {
  it('has every rule once', () => {
    const ids = rules.map(({ id }) => id);
    expect(ids.length).toBeGreaterThan(80);
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
  });

  it('has every rule that the title of a test names', () => {
    const documented = new Set(rules.map(({ id }) => id));
    const unknown = [...titles].flatMap(([path, texts]) =>
      texts
        .flatMap(ruleIdsIn)
        .filter((id) => !documented.has(id))
        .map((id) => `${path}: ${id}`),
    );
    expect(unknown).toEqual([]);
  });

  it('names no path that is not there', () => {
    expect(pathsIn(page).filter((path) => !existsSync(join(root, path)))).toEqual([]);
  });

  it('names each test of a rule once', () => {
    const twice = rules.flatMap(({ id, tested }) =>
      pathsIn(tested)
        .filter((path, index, paths) => paths.indexOf(path) !== index)
        .map((path) => `${id}: ${path}`),
    );
    expect(twice).toEqual([]);
  });

  it('says that a rule is tested only where a title carries its id', () => {
    const isNamedIn = (id: string, path: string): boolean =>
      (titles.get(path) ?? []).some((title) => ruleIdsIn(title).includes(id));
    const wrong = rules.flatMap(({ id, tested }) =>
      pathsIn(tested)
        .filter((path) => !isNamedIn(id, path))
        .map((path) => `${id}: ${path}`),
    );
    expect(wrong).toEqual([]);
  });

  it('names every test whose title carries a rule’s id', () => {
    const listed = new Map(rules.map(({ id, tested }) => [id, pathsIn(tested)]));
    const missing = [...titles]
      .filter(([path]) => path !== SELF)
      .flatMap(([path, texts]) => [...new Set(texts.flatMap(ruleIdsIn))].map((id) => ({ id, path })))
      .filter(({ id, path }) => listed.get(id)?.includes(path) === false)
      .map(({ id, path }) => `${id}: ${path}`);
    expect(missing).toEqual([]);
  });
});

it('titles are found in every form of test, and nowhere else', () => {
  const text =
    "it('L1: a', f); describe.each(['x'])(`case 2: ${b}`, f); describeInTown('MS3', f); quit('X1'); it(name, f); // it('S1')";
  expect(titlesOf(parse('a.ts', text))).toEqual(['L1: a', 'case 2: …', 'MS3']);
  expect(ruleIdsIn('PR3, case 5: by SHA256, not AX1, in case of (R7) and R7')).toEqual(['PR3', 'case 5', 'R7']);
});

/** A line of a table whose first cell is a rule's id. */
function ruleOf(line: string): { readonly id: string; readonly tested: string }[] {
  const [, id = '', , , tested = ''] = line.split('|').map((cell) => cell.trim());
  return ruleIdsIn(id)[0] === id ? [{ id, tested }] : [];
}

/** The files and folders that a text links to, from the root of the project. */
function pathsIn(text: string): string[] {
  const links = [...text.matchAll(/\]\((?<link>[^)\s]+)\)/g)].map(({ groups }) => groups?.['link'] ?? '');
  return links.filter((link) => !/^(#|https?:)/.test(link)).map((link) => posix.join(posix.dirname(PAGE), link));
}
