import type { DatabaseOptions } from '@accounts-center/db';
import type { AppEntry } from '@accounts-center/schema';
import type { AppFeature } from './feature.ts';
import type { Rules } from './rules/rules.ts';

/** What makes one app differ from the next. */
export interface App {
  readonly entry: AppEntry;
  readonly rules: Rules;
  /** What only this app has, beside what all have. */
  readonly features: readonly AppFeature[];
  /** Of all its tables, the common ones too: each app has a history of its own. */
  readonly migrations: DatabaseOptions['migrations'];
  /** Its subgraph's SDL; the one rendered under `schema/subgraphs/` unless told. */
  readonly typeDefs?: string;
}
