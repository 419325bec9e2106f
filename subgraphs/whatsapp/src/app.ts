import { type App, type AppFeature, appEntry } from '@accounts-center/app-kit';
import { aboutResolvers } from './about/about.resolvers.ts';
import { createAbouts } from './about/about.service.ts';
import { aboutTables } from './about/about.table.ts';
import { whatsAppRules } from './rules.ts';

const about: AppFeature = {
  tables: [aboutTables],
  create: (parts) => ({ resolvers: aboutResolvers(createAbouts(parts)) }),
};

/** WhatsApp: what makes it differ from its sisters. */
export const app: App = {
  entry: appEntry('WHATSAPP'),
  rules: whatsAppRules,
  features: [about],
  habits: { popularity: 2, liveliness: 3 },
  migrations: new URL('../migrations', import.meta.url),
};
