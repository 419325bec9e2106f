import type { App } from '@accounts-center/app-kit';
import { postcardsEntry } from './entry.ts';
import { postcardsRules } from './rules.ts';

/** Postcards: what makes it differ from its sisters. Its migrations are generated. */
export const app: App = {
  entry: postcardsEntry,
  rules: postcardsRules,
  features: [],
  migrations: new URL('./migrations', import.meta.url),
};
