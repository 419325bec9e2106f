export { type App, type AppDependencies, createAppService } from './app.ts';
export { type AppConfig, readAppConfig } from './config.ts';
export { diskStorage } from './media/storage/disk-storage.ts';
export type { MediaStorage } from './media/storage/media-storage.ts';
export { memoryStorage } from './media/storage/memory-storage.ts';
export { appEntry } from './registry.ts';
export type { Rules } from './rules/rules.ts';
export { runApp } from './run-app.ts';
export { appMigrations, appTables } from './tables.ts';
