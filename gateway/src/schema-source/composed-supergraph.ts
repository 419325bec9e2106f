import { readFile } from 'node:fs/promises';
import { ConfigError } from '@accounts-center/subgraph-kit';
import { parse } from 'graphql';
import type { Settings } from '../settings/settings.ts';
import { problemOfSdl } from './sdl-file.ts';
import type { ReadSupergraph } from './watch-supergraph.ts';

type Composed = NonNullable<Settings['schema']['compose']>;

/** Asks one subgraph at its address for its SDL. @throws when it does not say it */
export type AskSdl = (subgraph: string, url: string) => Promise<string>;

/** What subgraphs said, and what became of it. */
interface Composition {
  readonly sdls: readonly string[];
  readonly result: { readonly supergraphSdl: string } | { readonly problems: readonly string[] };
}

/**
 * Reads a supergraph that is composed of what its subgraphs say at the time. Composing takes the process a while, so it is done
 * when one of them says something else than before, whether that went well or not.
 * @returns what throws a ConfigError with everything that keeps them from going together, and an Error when one does not say its SDL
 */
export function composedSupergraph(subgraphs: Composed, ask: AskSdl): ReadSupergraph {
  const entries = Object.entries(subgraphs);
  let last: Composition | undefined;
  return async () => {
    const sdls = await Promise.all(
      entries.map(([name, { url, sdlFile }]) => (sdlFile === undefined ? ask(name, url) : readFile(sdlFile, 'utf8'))),
    );
    const known = last?.sdls.every((sdl, index) => sdl === sdls[index]) ? last : undefined;
    const { result } = (last = known ?? { sdls, result: await compose(entries, sdls) });
    if ('problems' in result) throw new ConfigError(result.problems);
    return result.supergraphSdl;
  };
}

async function compose(
  entries: readonly (readonly [name: string, at: { readonly url: string }])[],
  sdls: readonly string[],
): Promise<Composition['result']> {
  const parts = entries.map(([name, { url }], index) => ({ name, url, sdl: sdls[index] ?? '' }));
  const problems = parts.flatMap(({ name, sdl }) => {
    const why = problemOfSdl(sdl);
    return why === undefined ? [] : [`${name}: ${why}`];
  });
  if (problems.length > 0) return { problems };
  // Large, and nobody else needs it.
  const { composeServices } = await import('@apollo/composition');
  const { errors, supergraphSdl } = composeServices(
    parts.map(({ name, url, sdl }) => ({ name, url, typeDefs: parse(sdl) })),
  );
  return errors ? { problems: errors.map(({ message }) => message) } : { supergraphSdl };
}
