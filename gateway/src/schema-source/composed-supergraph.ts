import { readFile } from 'node:fs/promises';
import { ConfigError } from '@accounts-center/subgraph-kit';
import { parse } from 'graphql';
import type { Settings } from '../settings/settings.ts';

type Composed = NonNullable<Settings['schema']['compose']>;

/** Asks one subgraph at its address for its SDL. @throws when it does not say it */
export type AskSdl = (subgraph: string, url: string) => Promise<string>;

/**
 * Composes a supergraph of what its subgraphs say now.
 * @throws ConfigError with everything that keeps them from going together; Error when one does not say its SDL
 */
export async function composedSupergraph(subgraphs: Composed, ask: AskSdl): Promise<string> {
  const parts = await Promise.all(
    Object.entries(subgraphs).map(async ([name, { url, sdlFile }]) => {
      const sdl = sdlFile === undefined ? await ask(name, url) : await readFile(sdlFile, 'utf8');
      return { name, url, typeDefs: parse(sdl) };
    }),
  );
  // Large, and nobody else needs it.
  const { composeServices } = await import('@apollo/composition');
  const { errors, supergraphSdl } = composeServices(parts);
  if (errors) throw new ConfigError(errors.map(({ message }) => message));
  return supergraphSdl;
}
