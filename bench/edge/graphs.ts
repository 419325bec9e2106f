import { readFileSync } from 'node:fs';
import { composeServices } from '@apollo/composition';
import { parse } from 'graphql';
import { largeShop } from '../gateway/workload/subgraphs.ts';

/** A subgraph as composition takes it. */
export interface Subgraph {
  readonly name: string;
  readonly sdl: string;
  readonly url: string;
}

/** A supergraph. @throws Error with all of composition's errors in one text */
export function compose(subgraphs: readonly Subgraph[]): string {
  const services = subgraphs.map(({ name, sdl, url }) => ({ name, url, typeDefs: parse(sdl) }));
  const { supergraphSdl, errors } = composeServices(services);
  if (errors !== undefined) throw new Error(errors.map(({ message }) => message).join('\n'));
  return supergraphSdl;
}

/** Some of the shop's subgraphs, as the replay server has them. */
export function shopSubgraphs(origin: string, names: readonly string[]): Subgraph[] {
  return names.map((name) => ({
    name,
    url: `${origin}/${name}`,
    sdl: sdlOf(`../gateway/workload/subgraphs/${name}.graphql`),
  }));
}

/** The four subgraphs of the shop, and offers. */
export const FIVE = [...largeShop.subgraphs.slice(0, 4), 'offers'];

/** The shop, of which nobody sees people or reviews without a token. */
export function authenticatedShop(origin: string): string {
  const subgraphs = shopSubgraphs(origin, largeShop.subgraphs.slice(0, 4));
  return compose(
    subgraphs.map(({ sdl, ...subgraph }) => ({
      ...subgraph,
      sdl: sdl
        .replace('federation/v2.3"', 'federation/v2.5"')
        .replace('import: [', 'import: ["@authenticated", ')
        .replace(/^type Review @key\(fields: "id"\)/m, '$& @authenticated')
        .replace(/^ {2}(users|me|user\(.*\)): .*/gm, '$& @authenticated'),
    })),
  );
}

export function sdlOf(path: string): string {
  return readFileSync(new URL(path, import.meta.url), 'utf8');
}
