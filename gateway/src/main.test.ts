import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const main = fileURLToPath(new URL('./main.ts', import.meta.url));

it.each<[string, readonly string[], string]>([
  ['the environment says too little', [], 'IDENTITY_KEYS: is missing'],
  ['there is no such supergraph', ['--supergraph', '/nowhere/supergraph.graphql', '--port', '1'], 'ENOENT'],
  [
    'a header is each message’s own',
    ['--supergraph', 's.graphql', '--forward-header', 'traceparent'],
    '--forward-header: traceparent: each message has its own',
  ],
  ['there is no such option', ['--subgraph', 'a'], "Unknown option '--subgraph'"],
])('says in plain words that %s', (_, options, reason) => {
  const { PATH, HOME } = process.env;
  const { status, stderr } = spawnSync(
    process.execPath,
    ['--import', '@accounts-center/typescript', main, ...options],
    {
      env: { PATH, HOME },
      encoding: 'utf8',
    },
  );
  expect(status).toBe(1);
  expect(stderr).toContain(reason);
  expect(stderr).not.toMatch(/^ +at /m);
});
