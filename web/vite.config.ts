import { existsSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const root = fileURLToPath(new URL('.', import.meta.url));
const pageOf = (folder: string): string => `${root}${folder}/index.html`;
/** Each folder with an `index.html` is a page, built to `dist/<folder>/index.html`; all assets go to `dist/assets`. */
const pages = readdirSync(root).filter(
  (folder) => !['dist', 'node_modules'].includes(folder) && existsSync(pageOf(folder)),
);
const gateway = 'http://localhost:4000';

export default defineConfig({
  root,
  plugins: [react()],
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    rolldownOptions: {
      input: Object.fromEntries(pages.map((folder) => [folder, pageOf(folder)])),
      onLog: (level, log, report) => log.code !== 'MODULE_LEVEL_DIRECTIVE' && report(level, log), // "use client" and the like
    },
    chunkSizeWarningLimit: 8_000, // GraphiQL's editor is large, and loaded by developers only
  },
  server: { proxy: { '/graphql': gateway, '/media': gateway } },
});
