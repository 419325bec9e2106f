import type { App } from '@accounts-center/app-kit';
import { type FamilyGraph, readFamilyGraph } from '@accounts-center/schema';
import * as apps from './apps.ts';

/** The apps that a constellation runs, and the graph that was generated for them. */
export interface Family {
  readonly graph: FamilyGraph;
  readonly apps: readonly App[];
}

/**
 * The family of this project.
 * @throws when its graph is not generated
 */
export function readFamily(): Family {
  return { graph: readFamilyGraph(), apps: Object.values(apps) };
}
