import type { Logger } from '@accounts-center/subgraph-kit';
import { Refusal } from '../errors/refusal.ts';
import type { Settings } from '../settings/settings.ts';
import { readManifests } from './manifest.ts';
import { sha256 } from './sha256.ts';

/** What a client sends to have an operation run, whichever way it comes. */
export interface SentOperation {
  readonly query?: unknown;
  /** The id of a document, as the GraphQL over HTTP specification has it. */
  readonly documentId?: unknown;
  readonly operationName?: unknown;
  readonly extensions?: unknown;
}

/** Puts the text of an operation in the place of its id, and says which operations are not trusted. */
export interface TrustedDocuments {
  /**
   * @returns what Apollo Server understands: of an id in a manifest its document, of another one what asks for it (APQ)
   * @throws Refusal of what is not trusted, before anybody has read it
   */
  resolve<T extends SentOperation>(operation: T): T;
  /** Of all operations in the manifests. */
  readonly operationNames: readonly string[];
}

/** So many operations that are in no manifest are told of, each once. */
const MAX_TOLD = 1_000;
const MAX_NAME = 80;
const PREFIX = /^sha256:/;

/** @throws ConfigError with all that is wrong with the manifests */
export function createTrustedDocuments(
  settings: Settings['persistedOperations'],
  log: Pick<Logger, 'warn' | 'info'>,
): TrustedDocuments {
  const { trusted: mode, manifests } = settings;
  const { byId, byHash, operationNames } = readManifests(mode === 'off' ? [] : manifests);
  const told = new Set<string>();

  /** A text that is no manifest's. An id is as good as its text, which was looked at when it was sent. */
  function check(operation: SentOperation): void {
    const { query, operationName } = operation;
    if (mode === 'off' || typeof query !== 'string') return;
    const hash = sha256(query);
    if (byHash.has(hash)) return;
    if (told.size < MAX_TOLD && !told.has(hash)) {
      told.add(hash);
      log[mode === 'audit' ? 'warn' : 'info'](
        { hash, operationName: shortened(operationName) },
        'An operation is in no manifest. This is told once.',
      );
    }
    if (mode === 'enforce')
      throw new Refusal(400, 'PERSISTED_QUERY_REQUIRED', 'Only operations that were made known before may be sent.');
  }

  return {
    operationNames,
    resolve: (operation) => {
      const sent = idOf(operation);
      if (sent === undefined) {
        check(operation);
        return operation;
      }
      const id = sent.replace(PREFIX, '');
      const { documentId: _, extensions, ...rest } = operation;
      const document = byId.get(sent) ?? byId.get(id) ?? byHash.get(id);
      if (document !== undefined)
        return { ...rest, query: document, ...otherExtensions(extensions) } as typeof operation;
      if (mode === 'enforce')
        throw new Refusal(400, 'PERSISTED_QUERY_NOT_IN_LIST', 'There is no operation of this id.');
      // Apollo Server checks that it is the hash of the text, if there is one; else it knows the text from before.
      check(operation);
      const asked = { ...objectOf(extensions), persistedQuery: { version: 1, sha256Hash: id } };
      return { ...rest, extensions: asked } as typeof operation;
    },
  };
}

function idOf({ documentId, extensions }: SentOperation): string | undefined {
  const { persistedQuery } = objectOf(extensions);
  const id = documentId ?? objectOf(persistedQuery)['sha256Hash'];
  return typeof id === 'string' ? id : undefined;
}

function shortened(name: unknown): string | undefined {
  return typeof name === 'string' ? name.slice(0, MAX_NAME) : undefined;
}

function otherExtensions(extensions: unknown): { extensions?: object } {
  const { persistedQuery: _, ...others } = objectOf(extensions);
  return Object.keys(others).length > 0 ? { extensions: others } : {};
}

function objectOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
