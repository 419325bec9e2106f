import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url));

/** Where setup remembers what it has done; safe to delete. */
const folder = join(root, '.setup');

/** The path of a file of setup's own. */
export function stateFile(name) {
  mkdirSync(folder, { recursive: true });
  return join(folder, name);
}

/** What was remembered under a name, or `undefined`. */
export function remembered(name) {
  const file = join(folder, name);
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}

export function remember(name, text) {
  writeFileSync(stateFile(name), text);
}

/** One hash over files and whole folders, given by their paths from the root; what is absent counts as empty. */
export function hashOf(paths) {
  const hash = createHash('sha256');
  for (const path of paths.flatMap(filesOf).sort()) hash.update(`${path}\0`).update(readFileSync(join(root, path)));
  return hash.digest('hex');
}

function filesOf(path) {
  if (!existsSync(join(root, path))) return [];
  const entries = readdirOrFile(path);
  if (entries === undefined) return [path];
  return entries
    .filter((entry) => !['node_modules', 'dist'].includes(entry.name))
    .flatMap((entry) => filesOf(join(path, entry.name)));
}

function readdirOrFile(path) {
  try {
    return readdirSync(join(root, path), { withFileTypes: true });
  } catch (error) {
    if (error.code === 'ENOTDIR') return undefined;
    throw error;
  }
}
