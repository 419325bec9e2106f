import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { runQuietly } from './run.mjs';
import { hashOf, remember, remembered, root } from './state.mjs';

// Pinned, since later pnpm want another Node. `npx` fetches it, so nobody has to install it; in this long form it also works
// inside another `npx --package=…`, as the matrix of tests runs it.
const pnpm = ['npx', '--yes', '--package=pnpm@10.34.9', '--', 'pnpm'];
const inputs = ['pnpm-lock.yaml', 'pnpm-workspace.yaml'];

/** What compiled modules were compiled for: Node's binary interface, the system, the processor. */
const target = [process.versions.modules, process.platform, process.arch].join(' ');

/** Installs exactly what the lockfile says, and compiles it for the Node that runs now. */
export const installDependencies = {
  isNeeded() {
    return !isInstalled() || remembered('dependencies') !== hashOf(inputs) || remembered('target') !== target;
  },

  async run() {
    const isOtherTarget = isInstalled() && remembered('target') !== undefined && remembered('target') !== target;
    await runQuietly(
      'Installing dependencies',
      [...pnpm, 'install', '--frozen-lockfile', '--config.confirmModulesPurge=false'],
      { env: headers(), hint: 'two or three minutes the first time' },
    );
    // An install sees no reason to compile again for another Node.
    if (isOtherTarget) {
      await runQuietly(`Compiling for Node ${process.versions.node}`, [...pnpm, 'rebuild', '--recursive'], {
        env: headers(),
      });
    }
    remember('target', target);
    remember('dependencies', hashOf(inputs));
  },
};

function isInstalled() {
  return existsSync(join(root, 'node_modules/.modules.yaml'));
}

// Node's headers often lie beside it, which spares their download; they must be of the very Node that runs.
function headers() {
  const prefix = dirname(dirname(process.execPath));
  return existsSync(join(prefix, 'include/node/node.h')) ? { npm_config_nodedir: prefix } : {};
}
