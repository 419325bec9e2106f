import { type AbortSignalLike, forbidden } from '@accounts-center/subgraph-kit';
import { type DocumentNode, GraphQLError, Kind, validate } from 'graphql';
import { internalError } from '../../errors/internal-error.ts';
import type { Asking } from '../authorise/decide-access.ts';
import { coerceVariables } from '../operation/coerce-variables.ts';
import { variablesInside } from '../operation/isolate.ts';
import type { NormalisedOperation } from '../operation/normalise.ts';
import type { PrivateNames } from '../operation/private-names.ts';
import { type PreparationParts, prepareRequest } from '../prepare-request.ts';
import type { SchemaVersion } from '../schema-version.ts';
import { noLongerValid } from './refusals.ts';
import type { EventPlan } from './resolve-event.ts';
import type { Wanted } from './subscription-host.ts';

/** What becomes of a subscription on another version of the schema, or for somebody else. */
export interface Replanned {
  /** Why it has to end, where it has. */
  readonly plan: EventPlan | GraphQLError;
  /** Whether that holds of this caller alone: see `dependsOnPolicies`. */
  readonly isPrivate: boolean;
}

type Parts<Caller> = PreparationParts<Caller> & { readonly names: PrivateNames };

/** Plans a subscription that is open anew. Never rejects. @param signal aborted when that has taken too long */
export async function replan<Caller>(
  version: SchemaVersion,
  wanted: Wanted,
  caller: Caller,
  parts: Parts<Caller>,
  signal?: AbortSignalLike,
): Promise<Replanned> {
  try {
    return await planAnew(version, wanted, { caller, signal }, parts);
  } catch (error) {
    if (error instanceof GraphQLError) return { plan: error, isPrivate: false };
    parts.log.error({ err: error }, 'A subscription can not be planned anew');
    return { plan: internalError(), isPrivate: false };
  }
}

async function planAnew<Caller>(
  version: SchemaVersion,
  { operation, values }: Wanted,
  asking: Asking<Caller>,
  parts: Parts<Caller>,
): Promise<Replanned> {
  const { node } = operation;
  const { apiSchema } = version.supergraph;
  const document: DocumentNode = { kind: Kind.DOCUMENT, definitions: [node] };
  if (validate(apiSchema, document).length > 0) return { plan: noLongerValid(), isPrivate: false };
  const coerced = coerceVariables(apiSchema, node.variableDefinitions ?? [], values);
  if ('errors' in coerced) return { plan: noLongerValid(), isPrivate: false };
  const decided = version.open(document, undefined).decidedBy({});
  const isPrivate = dependsOnPolicies(version, decided);
  const prepared = await prepareRequest(version, decided, asking, parts);
  if (prepared instanceof GraphQLError) return { plan: prepared, isPrivate };
  if (!prepared.subscription) return { plan: prepared.access.key === '' ? noLongerValid() : forbidden(), isPrivate };
  return { plan: { version, prepared, variables: variablesInside(coerced.values, parts.names) }, isPrivate };
}

/** Whether policies decide what is read: they may say of each caller something else, so that nothing is shared. */
export function dependsOnPolicies(version: SchemaVersion, operation: NormalisedOperation): boolean {
  return (version.guardOf(operation)?.policies.length ?? 0) > 0;
}
