import { resolve } from 'node:path';
import { type Document, isAlias, isCollection, isPair, isScalar, type Scalar } from 'yaml';
import { problemsOfManifests } from '../persisted-operations/manifest.ts';
import { problemOfSdlFile } from '../schema-source/sdl-file.ts';

/** A text in a settings file. */
export interface PlacedText {
  readonly path: readonly string[];
  readonly node: Scalar<string>;
}

/** What is wrong with it. */
export interface PlacedProblem extends PlacedText {
  readonly why: string;
}

const MANIFESTS = ['persistedOperations', 'manifests', '*'];
const SDL_FILES = ['schema', 'compose', '*', 'sdlFile'];
const STORE = ['rateLimits', 'store'];
const FILE = 'file:';

/** Makes every path in settings absolute: they are relative to the folder that the settings file is in. */
export function resolvePaths(document: Document, folder: string): void {
  for (const { node } of [...textsAt(document, MANIFESTS), ...textsAt(document, SDL_FILES)])
    node.value = resolve(folder, node.value);
  for (const { node } of textsAt(document, STORE))
    if (node.value.startsWith(FILE)) node.value = `${FILE}${resolve(folder, node.value.slice(FILE.length))}`;
}

/** All that is wrong with the files that settings name. */
export function problemsOfFiles(document: Document): PlacedProblem[] {
  const manifests = textsAt(document, MANIFESTS);
  const wrong = problemsOfManifests(manifests.map(({ node }) => node.value));
  return [
    ...manifests.flatMap((one, index) => (wrong[index] ?? []).map((why) => ({ ...one, why }))),
    ...textsAt(document, SDL_FILES).flatMap((one) => {
      const why = problemOfSdlFile(one.node.value);
      return why === undefined ? [] : [{ ...one, why }];
    }),
  ];
}

/** What in settings needs an event bus. */
export function usesOfBus(document: Document): PlacedText[] {
  const kinds = [
    ...textsAt(document, ['subgraphs', 'all', 'subscriptions']),
    ...textsAt(document, ['subgraphs', 'named', '*', 'subscriptions']),
  ].filter(({ node }) => node.value === 'events');
  const addresses = textsAt(document, ['schema', 'compose', '*', 'url']).filter(({ node }) => node.value === 'events:');
  return [...kinds, ...addresses];
}

/** The texts at a path in which `*` stands for every key, whatever else is wrong with the document. */
function textsAt(document: Document, pattern: readonly string[]): PlacedText[] {
  const find = (value: unknown, path: readonly string[]): PlacedText[] => {
    const node = isAlias(value) ? value.resolve(document) : value;
    const key = pattern[path.length];
    if (key === undefined)
      return isScalar(node) && typeof node.value === 'string' ? [{ path, node: node as Scalar<string> }] : [];
    if (!isCollection(node)) return [];
    if (key !== '*') return find(node.get(key, true), [...path, key]);
    return node.items.flatMap((item, index) =>
      isPair(item) ? find(item.value, [...path, String(item.key)]) : find(item, [...path, String(index)]),
    );
  };
  return find(document.contents, []);
}
