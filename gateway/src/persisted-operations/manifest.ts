import { readFileSync } from 'node:fs';
import { ConfigError, parseJson } from '@accounts-center/subgraph-kit';
import { GraphQLError, Kind, parse } from 'graphql';
import { z } from 'zod';
import { sha256 } from './sha256.ts';

/** The documents that clients of ours are made of. */
export interface Manifest {
  /** By the id that clients send. */
  readonly byId: ReadonlyMap<string, string>;
  /** By the hashes of their texts. */
  readonly byHash: ReadonlyMap<string, string>;
  readonly operationNames: readonly string[];
}

const ApolloManifest = z.object({
  format: z.literal('apollo-persisted-query-manifest'),
  version: z.literal(1),
  operations: z.array(z.object({ id: z.string().min(1), body: z.string() })),
});
/** Of codegen's client preset, and of Relay: a document for each id. */
const PlainManifest = z.record(z.string().min(1), z.string());

/** All that was found in manifests. */
interface Found {
  readonly byId: ReadonlyMap<string, string>;
  /** Of each file, in their order. */
  readonly problems: readonly (readonly string[])[];
}

/**
 * Reads manifests as Apollo's tools, codegen and Relay write them.
 * @throws ConfigError with all that is wrong with any of them
 */
export function readManifests(files: readonly string[]): Manifest {
  const { byId, problems } = findIn(files);
  const told = problems.flatMap((whys, index) => whys.map((why) => `${files[index]}: ${why}`));
  if (told.length > 0) throw new ConfigError(told);
  const texts = [...byId.values()];
  return {
    byId,
    byHash: new Map(texts.map((text) => [sha256(text), text])),
    operationNames: [...new Set(texts.flatMap(namesIn))],
  };
}

/** What is wrong with each of these manifests, in their order. */
export function problemsOfManifests(files: readonly string[]): readonly (readonly string[])[] {
  return findIn(files).problems;
}

function findIn(files: readonly string[]): Found {
  const byId = new Map<string, string>();
  const problems = files.map((file) => {
    const wrong: string[] = [];
    for (const [id, text] of entriesOf(file, wrong)) {
      const before = byId.get(id);
      if (before !== undefined && before !== text) wrong.push(`${id} stands for another document, too`);
      byId.set(id, text);
    }
    return wrong;
  });
  return { byId, problems };
}

function entriesOf(file: string, problems: string[]): (readonly [id: string, text: string])[] {
  const content = contentOf(file);
  if (content === undefined) {
    problems.push('can not be read');
    return [];
  }
  const value = parseJson(content);
  const apollo = ApolloManifest.safeParse(value);
  const plain = PlainManifest.safeParse(value);
  if (!apollo.success && !plain.success) {
    problems.push('is no manifest of persisted operations');
    return [];
  }
  const entries = apollo.success
    ? apollo.data.operations.map(({ id, body }) => [id, body] as const)
    : Object.entries(plain.data ?? {});
  return entries.filter(([id, text]) => {
    const why = syntaxErrorIn(text);
    if (why !== undefined) problems.push(`${id}: ${why}`);
    return why === undefined;
  });
}

/** `undefined` when it can't be read. */
function contentOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

function syntaxErrorIn(text: string): string | undefined {
  try {
    parse(text);
    return undefined;
  } catch (error) {
    if (error instanceof GraphQLError) return error.message;
    throw error;
  }
}

function namesIn(text: string): string[] {
  return parse(text).definitions.flatMap((node) =>
    node.kind === Kind.OPERATION_DEFINITION && node.name ? [node.name.value] : [],
  );
}
