import type { DatabaseOptions } from '@accounts-center/db';
import type { AppEntry } from '@accounts-center/schema';
import type { AppFeature } from './feature.ts';
import type { Rules } from './rules/rules.ts';

/** How people use an app, compared with its sisters. */
export interface Habits {
  /** How many have an account in it. */
  readonly popularity: number;
  /** How much of what people post they post there. */
  readonly liveliness: number;
}

/** What makes one app differ from the next. */
export interface App {
  readonly entry: AppEntry;
  readonly rules: Rules;
  /** What only this app has, beside what all have. */
  readonly features: readonly AppFeature[];
  /** Of all its tables, the common ones too: each app has a history of its own. */
  readonly migrations: DatabaseOptions['migrations'];
  /** How it is used, for made-up people: as most apps unless told. */
  readonly habits?: Habits;
  /** Its subgraph's SDL; the one rendered under `schema/subgraphs/` unless told. */
  readonly typeDefs?: string;
}
