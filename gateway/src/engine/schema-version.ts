import type { AbortSignalLike } from '@accounts-center/subgraph-kit';
import { type DocumentNode, Kind, validate } from 'graphql';
import type { Admission } from '../admission.ts';
import { type AccessOutcome, allMet, type Guard, guardOf, UNGUARDED } from './authorise/decide-access.ts';
import type { EngineLog, EngineObserver, EngineOptions, MeasureCost } from './engine-options.ts';
import { type NormalisedOperation, type OpenOperation, openOperation } from './operation/normalise.ts';
import type { PrivateNames } from './operation/private-names.ts';
import { type DescribedPlan, describePlan } from './plan/describe-plan.ts';
import { type CacheCounts, PlanCache, type Sized } from './plan/plan-cache.ts';
import { prepareOperation } from './plan/prepared-operation.ts';
import { type Preparation, PreparedOperations } from './plan/prepared-operations.ts';
import { type LoadedSupergraph, loadSupergraph } from './supergraph/load-supergraph.ts';
import { labelsFor } from './supergraph/overridden-fields.ts';

/** Of the memory for plans, that for operations of documents, and that for those of other versions; a plan takes several times as much. */
const SHARE_OF_OPERATIONS = 1 / 8;

/** One supergraph with what was prepared for it. Requests keep the version with which they began. */
export interface SchemaVersion {
  readonly supergraph: LoadedSupergraph;
  /** What answers cost, where somebody wants to know. */
  readonly measure: MeasureCost | undefined;
  /** @throws GraphQLError when the document has no such operation */
  open(document: DocumentNode, operationName: string | undefined): OpenOperation;
  /** An operation of another version, unless it is not valid on this one; equal ones become one. */
  adopt(operation: NormalisedOperation): NormalisedOperation | undefined;
  /** The labels of `@override` that can make a difference to an operation. */
  labelsFor(operation: NormalisedOperation): readonly string[];
  /** What of an operation not everybody may read. */
  guardOf(operation: NormalisedOperation): Guard | undefined;
  /**
   * Plans an operation when its turn has come, if it is not planned yet: once, however many ask meanwhile, and never when all of
   * them have gone by then.
   * @param labels that are on for this request, of those
   * @param signal aborted when this one does not wait any more
   * @param access what of it may be read: all of it unless told
   * @param turnKey of whom it is for: all with the same have turns together
   * @returns `undefined` where nobody waits
   */
  prepareInTurn(
    operation: NormalisedOperation,
    labels: ReadonlySet<string>,
    signal: AbortSignalLike | undefined,
    access?: AccessOutcome,
    turnKey?: string,
  ): Preparation | Promise<Preparation | undefined>;
  /** Plans it now, which takes the process for a while. */
  prepare(operation: NormalisedOperation, labels: ReadonlySet<string>, access?: AccessOutcome): Preparation;
  /** The operations in use, the latest first. */
  operations(): NormalisedOperation[];
  /** Of the plans that are kept. */
  planCounts(): CacheCounts;
  /** The plan of an operation as people read it, made for the purpose. @param hidesValues leaves out what the client wrote as values */
  describe(operation: NormalisedOperation, labels: ReadonlySet<string>, hidesValues?: boolean): DescribedPlan;
}

interface AdoptedOperation extends Sized {
  readonly operation: NormalisedOperation | undefined;
}

function adoptedBy({ apiSchema }: LoadedSupergraph, operation: NormalisedOperation): AdoptedOperation {
  const document: DocumentNode = { kind: Kind.DOCUMENT, definitions: [operation.node] };
  const isValid = validate(apiSchema, document).length === 0;
  return { operation: isValid ? operation : undefined, sizeBytes: operation.sizeBytes };
}

/** @param parts.planning gives the turns to plan in */
export function createSchemaVersion(
  sdl: string,
  parts: { names: PrivateNames; log: EngineLog; planCacheBytes: number; planning: Admission } & {
    measureWith?: EngineOptions<never>['measureWith'] | undefined;
    observer?: Pick<EngineObserver<never>, 'onPlan'> | undefined;
  },
): SchemaVersion {
  const { names, planCacheBytes } = parts;
  const supergraph = loadSupergraph(sdl);
  const decided = new PlanCache<NormalisedOperation>(planCacheBytes * SHARE_OF_OPERATIONS);
  const adopted = new PlanCache<AdoptedOperation>(planCacheBytes * SHARE_OF_OPERATIONS);
  const labels = new WeakMap<NormalisedOperation, readonly string[]>();
  const guards = new WeakMap<NormalisedOperation, { readonly guard: Guard | undefined }>();
  const opened = new WeakMap<DocumentNode, Map<string | undefined, OpenOperation>>();
  let openedCount = 0;

  function guard(operation: NormalisedOperation): Guard | undefined {
    if (!supergraph.rules) return undefined;
    const known = guards.get(operation) ?? { guard: guardOf(operation.node, supergraph) };
    guards.set(operation, known);
    return known.guard;
  }

  function accessToAll(operation: NormalisedOperation): AccessOutcome {
    const known = guard(operation);
    return known ? allMet(known) : UNGUARDED;
  }

  const prepared = new PreparedOperations({
    ...parts,
    make: (operation, { labels: on, access }) => prepareOperation(operation, supergraph, names, on, access),
    cacheBytes: planCacheBytes * (1 - 2 * SHARE_OF_OPERATIONS),
  });

  return {
    supergraph,
    measure: parts.measureWith?.(sdl),
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
    adopt: (operation) => adopted.getOrMake(operation.text, () => adoptedBy(supergraph, operation)).operation,
    labelsFor: (operation) => {
      const known = labels.get(operation) ?? labelsFor(operation.node, supergraph);
      labels.set(operation, known);
      return known;
    },
    guardOf: guard,
    prepareInTurn: (operation, on, signal, access = accessToAll(operation), turnKey = '') =>
      prepared.prepareInTurn(operation, { labels: on, access }, signal, turnKey),
    prepare: (operation, on, access = accessToAll(operation)) => prepared.prepare(operation, { labels: on, access }),
    operations: () => prepared.latest(),
    planCounts: () => prepared.counts,
    describe: (operation, on, hidesValues) =>
      describePlan(operation.node, { supergraph, names, labels: on, hidesValues }),
  };
}
