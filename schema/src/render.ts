import type { DocumentNode } from 'graphql';
import { eventStubs } from './event-stubs.ts';
import { mergeSdl, printSdl } from './merge.ts';
import { type AppEntry, accountsCenter, apps, eventsSubgraph } from './registry.ts';
import { accountsCenterSlices, appCommon, common, events, slicesOf, specialtiesOf, templateSlices } from './sources.ts';
import { stubs } from './stubs.ts';

/** A subgraph as it is committed under `schema/subgraphs/`. */
export interface RenderedSubgraph {
  /** Its name: that of its service, or `events`. */
  readonly service: string;
  readonly sdl: string;
}

/**
 * Renders the subgraphs of all services from their sources, and that of the events.
 * @param family the registry's apps
 */
export function renderSubgraphs(family: readonly AppEntry[] = apps): RenderedSubgraph[] {
  const rendered = family.map((entry) => ({ entry, sdl: renderApp(entry) }));
  const slices = [common(), ...accountsCenterSlices()];
  const center = mergeSdl([...slices, stubs(mergeSdl(slices), rendered)]);
  return [
    ...rendered.map(({ entry, sdl }) => ({ service: entry.service, sdl: printSdl(sdl) })),
    { service: accountsCenter, sdl: printSdl(center) },
    { service: eventsSubgraph, sdl: printSdl(renderEvents([...rendered.map(({ sdl }) => sdl), center])) },
  ];
}

/**
 * Renders what app-kit's resolvers are typed against: the template under its placeholder names, with both kinds of
 * relations.
 */
export function renderTemplate(): string {
  return printSdl(mergeSdl([common(), appCommon(), ...templateSlices()], { uniteAlternatives: true }));
}

function renderEvents(others: readonly DocumentNode[]): DocumentNode {
  const source = events();
  return mergeSdl([source, eventStubs(source, others)]);
}

function renderApp(entry: AppEntry): DocumentNode {
  return mergeSdl([common(), appCommon(), ...slicesOf(entry), ...specialtiesOf(entry)]);
}
