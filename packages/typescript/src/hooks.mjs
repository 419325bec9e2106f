import { createHash, randomUUID } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const require = createRequire(import.meta.url);
const cache = new URL('../../../node_modules/.cache/typescript/', import.meta.url);

/** Imports stay as they are written. Functions get no names: each that is made would be made slower, and larger by 256 bytes. */
const options = {
  loader: 'ts',
  format: 'esm',
  target: `node${process.versions.node}`,
  sourcemap: 'inline',
  sourcesContent: false,
  tsconfigRaw: { compilerOptions: { target: 'ES2023', verbatimModuleSyntax: true } },
};
const edition = JSON.stringify([options, require('esbuild/package.json').version]);

/** @type {import('node:module').LoadHookSync} */
export function load(url, context, nextLoad) {
  if (!url.startsWith('file:')) return nextLoad(url, context);
  const file = fileURLToPath(url);
  if (!file.endsWith('.ts')) return nextLoad(url, context);
  return { format: 'module', source: javaScriptOf(file), shortCircuit: true };
}

/** What is written in TypeScript, as JavaScript; each version of a file is made once. */
function javaScriptOf(file) {
  const source = readFileSync(file, 'utf8');
  const made = new URL(createHash('sha256').update(edition).update(file).update(source).digest('hex'), cache);
  try {
    return readFileSync(made, 'utf8');
  } catch {
    const { code } = require('esbuild').transformSync(source, { ...options, sourcefile: file });
    keep(made, code);
    return code;
  }
}

/** Nobody reads half a file, and a folder that can't be written to is no reason to end. */
function keep(file, text) {
  const draft = new URL(randomUUID(), cache);
  try {
    mkdirSync(cache, { recursive: true });
    writeFileSync(draft, text);
    renameSync(draft, file);
  } catch {
    rmSync(draft, { force: true });
  }
}
