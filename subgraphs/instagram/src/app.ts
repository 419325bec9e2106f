import { type App, type AppFeature, appEntry } from '@accounts-center/app-kit';
import { instagramRules } from './rules.ts';
import { websiteResolvers } from './website/website.resolvers.ts';
import { createWebsites } from './website/website.service.ts';
import { websiteTables } from './website/website.table.ts';

const website: AppFeature = {
  tables: [websiteTables],
  create: (parts) => ({ resolvers: websiteResolvers(createWebsites(parts)) }),
};

/** Instagram: what makes it differ from its sisters. */
export const app: App = {
  entry: appEntry('INSTAGRAM'),
  rules: instagramRules,
  features: [website],
  habits: { popularity: 3, liveliness: 2 },
  migrations: new URL('../migrations', import.meta.url),
};
