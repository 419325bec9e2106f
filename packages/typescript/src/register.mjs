// Lets Node.js run TypeScript: `node --import @accounts-center/typescript some/file.ts`.
import * as modules from 'node:module';

if (modules.registerHooks) modules.registerHooks(await import('./hooks.mjs'));
else modules.register('./hooks.mjs', import.meta.url);
process.setSourceMapsEnabled(true);
