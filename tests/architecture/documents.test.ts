// What the documents name is there: the files and headings they link to, the commands they say to run, the folders they list.
import { existsSync } from 'node:fs';
import { posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { readText, readTexts } from './source-files.ts';

const documents = readTexts().filter(({ path }) => path.endsWith('.md'));
const { scripts } = JSON.parse(readText('package.json')) as { scripts: Record<string, string> };
/** What is no file of the project but made by it, or an example of the text around it. */
const made = /(^|\/)(threads|dist|node_modules|\.data[\w-]*|\.setup)(\/|$)/;

describe.each(documents.map(({ path, text }) => [path, text] as const))('%s', (path, text) => {
  it('links to what is there', () => {
    expect(linksIn(text).filter((link) => !leadsSomewhere(path, link))).toEqual([]);
  });

  it('names commands of npm that there are', () => {
    const named = [...text.matchAll(/\bnpm run (?:-s )?(?<script>[\w:-]+)/g)];
    const unknown = named.filter(({ groups }) => !((groups?.['script'] ?? '') in scripts));
    expect(unknown.map(([command]) => command)).toEqual([]);
  });
});

it.each(['README.md', 'CONTRIBUTING.md'])('the paths in %s are there', (path) => {
  expect(pathsNamedIn(readText(path)).filter((named) => !isThere(named))).toEqual([]);
});

it('what docs/rules.md names in a file is declared there', () => {
  const rules = 'docs/rules.md';
  const named = namedInFiles(readText(rules));
  expect(named.length).toBeGreaterThan(10);
  const isDeclared = ({ name, file }: Named) =>
    new RegExp(`(const |^ +)${name}\\b *[=:]`, 'm').test(readText(posix.join(posix.dirname(rules), file)));
  expect(named.filter((one) => !isDeclared(one))).toEqual([]);
});

it('links, headings, paths and what is named in a file are found in a text', () => {
  const text =
    '# A *b*, `c`!\n\n[one](x.md#a) ![two](y.svg) [three](https://z)\n```sh\n[no](code)\n```\nSee `gateway/src` and `a b`.';
  expect(linksIn(text)).toEqual(['x.md#a', 'y.svg']);
  expect(anchorsIn(text)).toEqual(['a-b-c']);
  expect(pathsNamedIn(text)).toEqual(['gateway/src']);
  const limits =
    '`A` in [one](a.ts) and [two](b.ts); `b` in the rules of [three](c.ts), [four](d.ts); in `e`: [five](e.ts)';
  expect(namedInFiles(limits).map(({ name, file }) => name + file)).toEqual(['Aa.ts', 'Ab.ts', 'bc.ts', 'bd.ts']);
});

function linksIn(text: string): string[] {
  const links = [...withoutCode(text).matchAll(/\]\((?<target>[^)\s]+)\)/g)].map(
    ({ groups }) => groups?.['target'] ?? '',
  );
  return links.filter((link) => !/^[a-z]+:/.test(link));
}

function leadsSomewhere(from: string, link: string): boolean {
  const [file = '', anchor] = link.split('#');
  const path = file === '' ? from : posix.join(posix.dirname(from), file);
  return isThere(path) && (anchor === undefined || anchorsIn(readText(path)).includes(anchor));
}

/** As GitHub makes them of headings. */
function anchorsIn(text: string): string[] {
  const headings = [...withoutCode(text).matchAll(/^#+ (?<title>.+)$/gm)];
  return headings.map(({ groups }) =>
    (groups?.['title'] ?? '')
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

/** What stands in backticks and begins with a folder of the project. */
function pathsNamedIn(text: string): string[] {
  const quoted = [...withoutCode(text).matchAll(/`(?<quote>[^`\s]+)`/g)].map(({ groups }) => groups?.['quote'] ?? '');
  return quoted.filter(
    (quote) => /^[\w.-]+\//.test(quote) && !/[<*…:(]/.test(quote) && isThere(quote.split('/')[0] ?? ''),
  );
}

interface Named {
  readonly name: string;
  readonly file: string;
}

/** A name in backticks, and each of the files in which it is said to be: `NAME` in [one](a.ts) and [two](b.ts). */
function namedInFiles(text: string): Named[] {
  const sayings = text.matchAll(
    /`(?<name>\w+)` in (?:the rules of )?(?<files>\[[^\]]+\]\([^)]+\)(?:(?:,| and) \[[^\]]+\]\([^)]+\))*)/g,
  );
  return [...sayings].flatMap(({ groups }) =>
    linksIn(groups?.['files'] ?? '').map((file) => ({ name: groups?.['name'] ?? '', file })),
  );
}

function isThere(path: string): boolean {
  return made.test(path) || existsSync(fileURLToPath(new URL(`../../${path}`, import.meta.url)));
}

function withoutCode(text: string): string {
  return text.replace(/^ *```[^]*?^ *```/gm, '');
}
