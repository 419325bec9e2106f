import type { DocumentNode } from 'graphql';
import { mergeSdl, printSdl } from './merge.ts';
import { type AppEntry, accountsCenter, apps } from './registry.ts';
import { accountsCenterSlices, appCommon, common, slicesOf, specialtiesOf, templateSlices } from './sources.ts';
import { stubs } from './stubs.ts';

/** A service's subgraph as it is committed under `schema/subgraphs/`. */
export interface RenderedSubgraph {
  readonly service: string;
  readonly sdl: string;
}

/**
 * Renders the subgraphs of all services from their sources.
 * @param family the registry's apps
 */
export function renderSubgraphs(family: readonly AppEntry[] = apps): RenderedSubgraph[] {
  const rendered = family.map((entry) => ({ entry, sdl: renderApp(entry) }));
  const slices = [common(), ...accountsCenterSlices()];
  const center = mergeSdl([...slices, stubs(mergeSdl(slices), rendered)]);
  return [
    ...rendered.map(({ entry, sdl }) => ({ service: entry.service, sdl: printSdl(sdl) })),
    { service: accountsCenter, sdl: printSdl(center) },
  ];
}

/**
 * Renders what app-kit's resolvers are typed against: the template under its placeholder names, with both kinds of
 * relations.
 */
export function renderTemplate(): string {
  return printSdl(mergeSdl([common(), appCommon(), ...templateSlices()], { uniteAlternatives: true }));
}

function renderApp(entry: AppEntry): DocumentNode {
  return mergeSdl([common(), appCommon(), ...slicesOf(entry), ...specialtiesOf(entry)]);
}
