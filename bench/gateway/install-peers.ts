import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const folder = new URL('peers/', import.meta.url);

/**
 * Installs the peers as their lockfile says, unless they are there. They are no part of the main install: nobody who does not
 * compare needs them.
 * @throws Error when that fails
 */
export async function installPeers(): Promise<void> {
  if (isInstalled()) return;
  process.stderr.write('Installing the peers, some minutes the first time…\n');
  const parameters = ['ci', '--ignore-scripts', '--no-audit', '--no-fund'];
  const npm = spawn('npm', parameters, { cwd: fileURLToPath(folder), stdio: ['ignore', 'ignore', 'inherit'] });
  const [code] = (await once(npm, 'exit')) as [number | null];
  if (code !== 0) throw new Error('The peers could not be installed.');
}

/** The exact versions of the peers, by package. */
export function peerVersions(): Readonly<Record<string, string>> {
  const manifest = JSON.parse(readFileSync(new URL('package.json', folder), 'utf8')) as {
    readonly dependencies: Readonly<Record<string, string>>;
  };
  return manifest.dependencies;
}

/** npm writes its own lockfile last, when all is there. */
function isInstalled(): boolean {
  const installedAt = statSync(new URL('node_modules/.package-lock.json', folder), { throwIfNoEntry: false })?.mtimeMs;
  return installedAt !== undefined && installedAt >= statSync(new URL('package-lock.json', folder)).mtimeMs;
}
