import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { runQuietly } from './run.mjs';
import { hashOf, remember, remembered, root } from './state.mjs';

// All that can change the built pages.
const inputs = [
  'web',
  'examples/main-job/operations',
  'examples/main-job/photos',
  'packages/client/src',
  'schema/api.graphql',
  'pnpm-lock.yaml',
];
const web = join(root, 'web');

/** Builds the pages that the gateway serves into `web/dist`. */
export const buildWeb = {
  isNeeded() {
    if (!existsSync(join(web, 'vite.config.ts'))) return false;
    return !existsSync(join(web, 'dist')) || remembered('web') !== hashOf(inputs);
  },

  async run() {
    await runQuietly('Building the web pages', [process.execPath, 'node_modules/vite/bin/vite.js', 'build'], {
      cwd: web,
    });
    remember('web', hashOf(inputs));
  },
};
