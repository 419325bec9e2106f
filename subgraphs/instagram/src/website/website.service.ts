import { createDetails, type Details, type FeatureParts } from '@accounts-center/app-kit';
import { checkWebsite, type Website } from './check-website.ts';
import { websiteTables } from './website.table.ts';

/** The websites that accounts show; one is wanted as somebody writes it, and kept as browsers do. */
export type Websites = Details<Website, 'NOT_A_WEBSITE' | 'TOO_LONG', string>;

export function createWebsites(parts: Pick<FeatureParts, 'db' | 'services'>): Websites {
  return createDetails(parts, parts.db.tables(websiteTables).website, checkWebsite);
}
