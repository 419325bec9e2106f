import { type App, type AppFeature, appEntry } from '@accounts-center/app-kit';
import { birthdayResolvers } from './birthday/birthday.resolvers.ts';
import { createBirthdays } from './birthday/birthday.service.ts';
import { birthdayTables } from './birthday/birthday.table.ts';
import { facebookRules } from './rules.ts';

const birthday: AppFeature = {
  tables: [birthdayTables],
  create: (parts) => ({ resolvers: birthdayResolvers(createBirthdays(parts)) }),
};

/** Facebook: what makes it differ from its sisters. */
export const app: App = {
  entry: appEntry('FACEBOOK'),
  rules: facebookRules,
  features: [birthday],
  habits: { popularity: 4, liveliness: 5 },
  migrations: new URL('../migrations', import.meta.url),
};
