import { forbidden } from '@accounts-center/subgraph-kit';
import { type DocumentNode, GraphQLError, Kind, validate } from 'graphql';
import { coerceVariables } from '../operation/coerce-variables.ts';
import { variablesInside } from '../operation/isolate.ts';
import type { PrivateNames } from '../operation/private-names.ts';
import { type PreparationParts, prepareRequest } from '../prepare-request.ts';
import type { SchemaVersion } from '../schema-version.ts';
import { noLongerValid } from './refusals.ts';
import type { EventPlan } from './resolve-event.ts';
import type { Wanted } from './subscription-host.ts';

/** Plans a subscription that is open anew, on another version or for somebody else. @returns why it has to end, where it has */
export async function replan<Caller>(
  version: SchemaVersion,
  { operation, values }: Wanted,
  caller: Caller,
  parts: PreparationParts<Caller> & { readonly names: PrivateNames },
): Promise<EventPlan | GraphQLError> {
  const { node } = operation;
  const { apiSchema } = version.supergraph;
  const document: DocumentNode = { kind: Kind.DOCUMENT, definitions: [node] };
  if (validate(apiSchema, document).length > 0) return noLongerValid();
  const coerced = coerceVariables(apiSchema, node.variableDefinitions ?? [], values);
  if ('errors' in coerced) return noLongerValid();
  const decided = version.open(document, undefined).decidedBy({});
  const prepared = await prepareRequest(version, decided, { caller }, parts);
  if (prepared instanceof GraphQLError) return prepared;
  if (!prepared.subscription) return prepared.access.key === '' ? noLongerValid() : forbidden();
  return { version, prepared, variables: variablesInside(coerced.values, parts.names) };
}
