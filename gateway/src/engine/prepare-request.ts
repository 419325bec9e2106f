import { GraphQLError } from 'graphql';
import { authorise } from './authorise/authorise.ts';
import type { AccessParts } from './authorise/decide-access.ts';
import type { EngineContext, EngineOptions } from './engine-options.ts';
import type { NormalisedOperation } from './operation/normalise.ts';
import type { LabelResolver } from './plan/override-labels.ts';
import type { PreparedOperation } from './plan/prepared-operation.ts';
import type { SchemaVersion } from './schema-version.ts';

export interface PreparationParts<Caller>
  extends AccessParts<Caller>,
    Pick<EngineOptions<Caller>, 'unauthorized' | 'turnOf' | 'observer'> {
  readonly overrideLabels: LabelResolver<EngineContext<Caller>>;
}

/** Plans an operation for who asks. @returns the reason where it can not be answered */
export async function prepareRequest<Caller>(
  version: SchemaVersion,
  decided: NormalisedOperation,
  context: EngineContext<Caller>,
  parts: PreparationParts<Caller>,
): Promise<PreparedOperation | GraphQLError> {
  const { caller, signal } = context;
  const labels = version.labelsFor(decided);
  const labelsOn = new Set(labels.length > 0 ? parts.overrideLabels(labels, context) : []);
  const guard = version.guardOf(decided);
  const access = guard && (await authorise(guard, { operation: decided.node, version, caller, signal }, parts));
  if (access instanceof GraphQLError) return access;
  const plan = version.prepareInTurn(decided, labelsOn, signal, access, parts.turnOf?.(caller));
  const sinceMs = plan instanceof Promise ? performance.now() : undefined;
  const prepared = await plan;
  if (sinceMs !== undefined) parts.observer?.onPlanned?.(caller, sinceMs);
  if (!prepared) return new GraphQLError('Nobody waits for the answer any more.');
  return prepared.kind === 'unplannable' ? prepared.error() : prepared;
}
