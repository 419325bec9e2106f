import { NodePgSession } from 'drizzle-orm/node-postgres';
import type { PgPreparedQuery, PreparedQueryConfig } from 'drizzle-orm/pg-core';

/**
 * Drizzle's session without its error wrapper, whose message lists all parameters: they belong in no log.
 * Errors then look the same on both dialects.
 */
export class PlainErrorSession extends NodePgSession<Record<string, never>, Record<string, never>> {
  override prepareQuery<T extends PreparedQueryConfig>(
    ...parameters: Parameters<NodePgSession<Record<string, never>, Record<string, never>>['prepareQuery']>
  ): PgPreparedQuery<T> {
    const queryWithCache = (_sql: string, _values: unknown[], query: () => Promise<unknown>) => query();
    return Object.assign(super.prepareQuery<T>(...parameters), { queryWithCache });
  }
}
