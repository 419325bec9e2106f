import type { AbortSignalLike } from '@accounts-center/subgraph-kit';
import { type DocumentNode, GraphQLError } from 'graphql';
import type { Admission } from '../admission.ts';
import { internalError } from '../errors/internal-error.ts';
import type { EngineLog } from './engine-options.ts';
import { Waiters } from './execute/waiters.ts';
import { type NormalisedOperation, type OpenOperation, openOperation } from './operation/normalise.ts';
import type { PrivateNames } from './operation/private-names.ts';
import { PlanCache } from './plan/plan-cache.ts';
import { type PreparedOperation, prepareOperation } from './plan/prepared-operation.ts';
import { type LoadedSupergraph, loadSupergraph } from './supergraph/load-supergraph.ts';
import { labelsFor } from './supergraph/overridden-fields.ts';

/** What is remembered of why an operation can not be answered, in bytes. */
const FAILURE_BYTES = 2_000;

/** Of the memory for plans, that for operations not yet planned; a plan takes several times as much as its operation. */
const SHARE_OF_OPERATIONS = 1 / 4;

/** Why an operation can not be answered. Nothing but another schema changes that, so it is remembered like a plan. */
export interface UnplannableOperation {
  readonly kind: 'unplannable';
  readonly operation: NormalisedOperation;
  /** Made for each request, as it may have the request's id. */
  readonly error: () => GraphQLError;
  readonly sizeBytes: number;
}

export type Preparation = PreparedOperation | UnplannableOperation;

/** One supergraph with what was prepared for it. Requests keep the version with which they began. */
export interface SchemaVersion {
  readonly supergraph: LoadedSupergraph;
  /** @throws GraphQLError when the document has no such operation */
  open(document: DocumentNode, operationName: string | undefined): OpenOperation;
  /** The labels of `@override` that can make a difference to an operation. */
  labelsFor(operation: NormalisedOperation): readonly string[];
  /**
   * Plans an operation when its turn has come, if it is not planned yet: once, however many ask meanwhile, and never when all of
   * them have gone by then.
   * @param labels that are on for this request, of those
   * @param signal aborted when this one does not wait any more
   * @returns `undefined` where nobody waits
   */
  prepareInTurn(
    operation: NormalisedOperation,
    labels: ReadonlySet<string>,
    signal: AbortSignalLike | undefined,
  ): Preparation | Promise<Preparation | undefined>;
  /** Plans it now, which takes the process for a while. */
  prepare(operation: NormalisedOperation, labels: ReadonlySet<string>): Preparation;
  /** The operations in use, the latest first. */
  operations(): NormalisedOperation[];
}

/** @param parts.planning gives the turns to plan in */
export function createSchemaVersion(
  sdl: string,
  parts: { names: PrivateNames; log: EngineLog; planCacheBytes: number; planning: Admission },
): SchemaVersion {
  const { names, log, planCacheBytes, planning } = parts;
  const supergraph = loadSupergraph(sdl);
  const plans = new PlanCache<Preparation>(planCacheBytes * (1 - SHARE_OF_OPERATIONS));
  const waiting = new Map<string, { readonly waiters: Waiters; readonly turn: Promise<Preparation | undefined> }>();
  const decided = new PlanCache<NormalisedOperation>(planCacheBytes * SHARE_OF_OPERATIONS);
  const labels = new WeakMap<NormalisedOperation, readonly string[]>();
  const opened = new WeakMap<DocumentNode, Map<string | undefined, OpenOperation>>();
  let openedCount = 0;

  function prepare(operation: NormalisedOperation, on: ReadonlySet<string>): Preparation {
    return plans.getOrMake(keyOf(operation, on), () => prepareNow(operation, on));
  }

  function prepareInTurn(
    operation: NormalisedOperation,
    on: ReadonlySet<string>,
    signal: AbortSignalLike | undefined,
  ): Preparation | Promise<Preparation | undefined> {
    const key = keyOf(operation, on);
    if (plans.has(key)) return prepare(operation, on);
    const known = waiting.get(key);
    const waiters = known?.waiters ?? new Waiters();
    waiters.join(signal);
    if (known) return known.turn;
    const turn = planning.run(async () => {
      waiting.delete(key);
      return waiters.aborted ? undefined : prepare(operation, on);
    });
    waiting.set(key, { waiters, turn });
    return turn;
  }

  function prepareNow(operation: NormalisedOperation, on: ReadonlySet<string>): Preparation {
    try {
      return prepareOperation(operation, supergraph, names, on);
    } catch (error) {
      const sizeBytes = operation.sizeBytes + FAILURE_BYTES;
      return { kind: 'unplannable', operation, error: errorOf(error), sizeBytes };
    }
  }

  function errorOf(error: unknown): () => GraphQLError {
    if (error instanceof GraphQLError && error.extensions['code'] !== undefined) return () => error;
    log.error({ err: error }, 'An operation can not be planned');
    return () => internalError();
  }

  return {
    supergraph,
    open: (document, operationName) => {
      const operations = opened.get(document) ?? new Map<string | undefined, OpenOperation>();
      opened.set(document, operations);
      const known = operations.get(operationName);
      if (known) return known;
      const id = String(openedCount++);
      const operation = openOperation(document, operationName, { id, decided, placeholder: names.placeholder });
      operations.set(operationName, operation);
      return operation;
    },
    labelsFor: (operation) => {
      const known = labels.get(operation) ?? labelsFor(operation.node, supergraph);
      labels.set(operation, known);
      return known;
    },
    prepareInTurn,
    prepare,
    operations: () => [...new Set(plans.latest().map(({ operation }) => operation))],
  };
}

function keyOf({ text }: NormalisedOperation, labels: ReadonlySet<string>): string {
  return labels.size === 0 ? text : `${text}\n${[...labels].sort().join('\n')}`;
}
