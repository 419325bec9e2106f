import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Program, parseSync, Visitor, type VisitorObject } from 'oxc-parser';

/** An import or a re-export. */
export interface Import {
  readonly line: number;
  /** As written, e.g. `./users.store.ts` or `@accounts-center/db`. */
  readonly specifier: string;
  /** The file it names, from the root of the project; `undefined` when it names a package. */
  readonly file: string | undefined;
  /** Whether it hands on what it takes: `export … from`. */
  readonly isReexport: boolean;
}

/** A text file that people wrote. */
export interface Text {
  /** From the root of the project, e.g. `packages/db/src/open.ts`. */
  readonly path: string;
  readonly text: string;
}

/** A source file that people wrote. */
export interface SourceFile extends Text {
  readonly program: Program;
  readonly imports: readonly Import[];
  /** The line that a position is in, from 1. */
  lineAt(position: number): number;
}

const root = fileURLToPath(new URL('../..', import.meta.url));
const folders = [
  'bench',
  'constellation',
  'examples',
  'gateway',
  'packages',
  'schema',
  'scripts',
  'seeds',
  'seeds',
  'subgraphs',
  'tests',
  'web',
];
const notOurs = new Set(['node_modules', 'dist', 'generated']);

/** Reads and parses all TypeScript that people wrote. */
export function readSourceFiles(): SourceFile[] {
  return folders
    .flatMap(pathsIn)
    .filter((path) => /\.tsx?$/.test(path))
    .map((path) => parse(path, readText(path)));
}

/** Reads all text that people wrote, code or not. */
export function readTexts(): Text[] {
  const paths = ['CONTRIBUTING.md', 'README.md', 'package.json', ...[...folders, 'docs'].flatMap(pathsIn)];
  return paths
    .filter((path) => /\.(graphql|json|md|mjs|tsx?)$/.test(path))
    .map((path) => ({ path, text: readText(path) }));
}

/** The files of a folder and the folders in it, by their paths from the root of the project. */
export function pathsIn(folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true })
    .filter((entry) => !notOurs.has(entry.name))
    .flatMap((entry) => {
      const path = `${folder}/${entry.name}`;
      return entry.isDirectory() ? pathsIn(path) : [path];
    });
}

export function readText(path: string): string {
  return existsSync(join(root, path)) ? readFileSync(join(root, path), 'utf8') : '';
}

/** Calls `visitor` for the nodes of a file. */
export function visit(file: SourceFile, visitor: VisitorObject): void {
  new Visitor(visitor).visit(file.program);
}

/** Parses the text of a file. */
export function parse(path: string, text: string): SourceFile {
  const { program, module } = parseSync(path, text);
  const lineAt = (position: number): number => text.slice(0, position).split('\n').length;
  const imported = (request: { value: string; start: number }, isReexport: boolean): Import => ({
    line: lineAt(request.start),
    specifier: request.value,
    file: request.value.startsWith('.') ? posix.join(posix.dirname(path), request.value) : undefined,
    isReexport,
  });
  const imports = [
    ...module.staticImports.map((node) => imported(node.moduleRequest, false)),
    ...module.staticExports.flatMap(({ entries }) =>
      entries.flatMap((entry) => (entry.moduleRequest === null ? [] : [imported(entry.moduleRequest, true)])),
    ),
  ];
  return { path, text, program, imports, lineAt };
}
