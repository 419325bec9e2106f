import { readFileSync } from 'node:fs';
import { ConfigError } from '@accounts-center/subgraph-kit';
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

/**
 * Reads manifests as Apollo's tools, codegen and Relay write them.
 * @throws ConfigError with all that is wrong with any of them
 */
export function readManifests(files: readonly string[]): Manifest {
  const byId = new Map<string, string>();
  const problems: string[] = [];
  const names = new Set<string>();
  for (const file of files)
    for (const [id, text] of entriesOf(file, problems)) {
      const before = byId.get(id);
      if (before !== undefined && before !== text) problems.push(`${file}: ${id} stands for another document, too`);
      byId.set(id, text);
      for (const name of namesIn(text)) names.add(name);
    }
  if (problems.length > 0) throw new ConfigError(problems);
  return {
    byId,
    byHash: new Map([...byId.values()].map((text) => [sha256(text), text])),
    operationNames: [...names],
  };
}

function entriesOf(file: string, problems: string[]): (readonly [id: string, text: string])[] {
  const content = contentOf(file);
  const apollo = ApolloManifest.safeParse(content);
  const plain = PlainManifest.safeParse(content);
  if (!apollo.success && !plain.success) {
    problems.push(`${file}: is no manifest of persisted operations`);
    return [];
  }
  const entries = apollo.success
    ? apollo.data.operations.map(({ id, body }) => [id, body] as const)
    : Object.entries(plain.data ?? {});
  return entries.filter(([id, text]) => {
    const why = syntaxErrorIn(text);
    if (why !== undefined) problems.push(`${file}: ${id}: ${why}`);
    return why === undefined;
  });
}

function contentOf(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
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
