import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { SdlSource } from './merge.ts';
import { type AppEntry, accountsCenter } from './registry.ts';
import { renameForApp } from './rename.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const templateFolder = 'packages/app-kit/src';

/** What all subgraphs declare alike, and what all apps do. */
export const common = (): SdlSource => read('schema/common.graphql');
export const appCommon = (): SdlSource => read('schema/app-common.graphql');

/** The subscriptions. */
export const events = (): SdlSource => read('schema/events.graphql');

/** The template slices, unrendered. */
export function templateSlices(): SdlSource[] {
  return slices(templateFolder);
}

/** The template slices that an app takes, in its name: all of them, but of the relations its own only. */
export function slicesOf(entry: AppEntry): SdlSource[] {
  return templateSlices()
    .filter(({ name }) => !name.includes('/relations/') || name.endsWith(`/${entry.relation}.graphql`))
    .map(({ name, body }) => ({ name: `${name} (for ${entry.type})`, body: renameForApp(body, entry) }));
}

/** What only this app has: `subgraphs/<app>/src/<app>.graphql`, if there. */
export function specialtiesOf(entry: AppEntry): SdlSource[] {
  return hasSpecialties(entry) ? [read(specialtiesFile(entry))] : [];
}

/** Whether an app declares something of its own. */
export function hasSpecialties(entry: AppEntry): boolean {
  return existsSync(join(root, specialtiesFile(entry)));
}

function specialtiesFile({ service }: AppEntry): string {
  return `subgraphs/${service}/src/${service}.graphql`;
}

/** The slices of accounts-center. Operations that it sends to apps are `.graphql` files too, but in app-contract/. */
export function accountsCenterSlices(): SdlSource[] {
  return slices(`subgraphs/${accountsCenter}/src`);
}

function slices(folder: string): SdlSource[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.graphql'))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))
    .filter((file) => !file.includes('/app-contract/'))
    .sort()
    .map(read);
}

function read(file: string): SdlSource {
  return { name: file, body: readFileSync(join(root, file), 'utf8') };
}
