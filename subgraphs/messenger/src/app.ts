import { type App, appEntry } from '@accounts-center/app-kit';
import { messengerRules } from './rules.ts';

/** Messenger: what makes it differ from its sisters. */
export const app: App = {
  entry: appEntry('MESSENGER'),
  rules: messengerRules,
  features: [],
  migrations: new URL('../migrations', import.meta.url),
};
