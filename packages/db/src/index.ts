export type { Database, DatabaseLog, DatabaseOptions, Migration, Reader, WriteOptions, Writer } from './database.ts';
export { insideWrite } from './inside-write.ts';
export { openDatabase } from './open.ts';
export { skipLocked } from './skip-locked.ts';
export { type Dialect, defineTables, type TableDefinition, type Tables } from './tables/define.ts';
export { isUniqueViolation, UniqueViolation } from './unique-violation.ts';
export { writeResult } from './write-result.ts';
