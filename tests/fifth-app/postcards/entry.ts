import type { AppEntry } from '@accounts-center/schema';

/** What a newcomer adds to `schema/apps.json`. */
export const postcardsEntry: AppEntry = {
  app: 'POSTCARDS',
  service: 'postcards',
  type: 'Postcards',
  field: 'postcards',
  idPrefix: 'pc',
  relation: 'follows',
  port: 4090,
};
