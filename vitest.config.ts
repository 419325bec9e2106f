import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  resolve: {
    // Node loads graphql by its `main`, Vite by its `module`; without this a test would hold two graphql that refuse each other.
    alias: [{ find: /^graphql$/, replacement: fileURLToPath(import.meta.resolve('graphql')) }],
  },
  test: {
    include: ['**/*.test.{ts,tsx}'],
    exclude: ['**/node_modules/**', '**/dist/**'],
    globalSetup: ['packages/db/src/testing/postgres-server.ts'],
    // All cores; and files share the modules that a worker has loaded: no module keeps state.
    maxWorkers: '100%',
    isolate: false,
    testTimeout: 20_000,
    hookTimeout: 60_000,
    // As long as a test may take, nearly: what is looked for may be late on a busy machine.
    expect: { poll: { timeout: 15_000 } },
  },
});
