import { forbidden } from '@accounts-center/subgraph-kit';
import { GraphQLError } from 'graphql';
import { internalError } from '../../errors/internal-error.ts';
import { coerceVariables } from '../operation/coerce-variables.ts';
import { variablesInside } from '../operation/isolate.ts';
import type { NormalisedOperation } from '../operation/normalise.ts';
import type { PrivateNames } from '../operation/private-names.ts';
import { type PreparationParts, prepareRequest } from '../prepare-request.ts';
import type { SchemaVersion } from '../schema-version.ts';
import { noLongerValid, timedOut } from './refusals.ts';
import type { EventPlan, EventReader } from './resolve-event.ts';
import type { Wanted } from './subscription-host.ts';

export type ReplanParts<Caller> = PreparationParts<Caller> & { readonly names: PrivateNames };

/**
 * Plans a subscription that is open anew, on another version of the schema or for somebody else. Never rejects.
 * @param reader.signal aborted when that has taken too long
 * @returns why it has to end, where it has
 */
export async function replan<Caller>(
  version: SchemaVersion,
  wanted: Wanted,
  reader: EventReader<Caller>,
  parts: ReplanParts<Caller>,
): Promise<EventPlan | GraphQLError> {
  try {
    const plan = await planAnew(version, wanted, reader, parts);
    return reader.signal.aborted ? timedOut() : plan;
  } catch (error) {
    if (error instanceof GraphQLError) return error;
    parts.log.error({ err: error }, 'A subscription can not be planned anew');
    return internalError();
  }
}

async function planAnew<Caller>(
  version: SchemaVersion,
  { operation, values }: Wanted,
  reader: EventReader<Caller>,
  parts: ReplanParts<Caller>,
): Promise<EventPlan | GraphQLError> {
  const adopted = version.adopt(operation);
  if (!adopted) return noLongerValid();
  const coerced = coerceVariables(version.supergraph.apiSchema, adopted.node.variableDefinitions ?? [], values);
  if ('errors' in coerced) return noLongerValid();
  const prepared = await prepareRequest(version, adopted, reader, parts);
  if (prepared instanceof GraphQLError) return prepared;
  if (!prepared.subscription) return prepared.access.key === '' ? noLongerValid() : forbidden();
  return { version, prepared, variables: variablesInside(coerced.values, parts.names) };
}

/** Whether policies decide what is read: they may say of each caller something else, so that nothing is shared. */
export function dependsOnPolicies(version: SchemaVersion, operation: NormalisedOperation): boolean {
  return (version.guardOf(operation)?.policies.length ?? 0) > 0;
}
