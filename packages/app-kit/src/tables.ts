import type { TableDefinition } from '@accounts-center/db';
import { idempotencyTables, inboxTables, outboxTables } from '@accounts-center/subgraph-kit';
import type { App } from './app.ts';
import { commonFeatures } from './features.ts';

/** Every table of an app; its migrations are made from this list. */
export function tablesOf({ features }: Pick<App, 'features'>): readonly TableDefinition[] {
  const ofFeatures = [...commonFeatures, ...features].flatMap(({ tables }) => tables);
  return [...new Set([...ofFeatures, outboxTables, inboxTables, idempotencyTables])];
}
