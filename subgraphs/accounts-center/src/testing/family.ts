import { apps } from '@accounts-center/schema';
import { createFamilyApps } from '../apps.ts';

/** The apps of the registry, for tests of parts of the service. */
export const family = createFamilyApps(apps);
