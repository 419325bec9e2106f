import { setImmediate } from 'node:timers/promises';
import { type DocumentNode, Kind, validate } from 'graphql';
import type { NormalisedOperation } from './operation/normalise.ts';
import type { SchemaVersion } from './schema-version.ts';

/** More take too long; those are planned when they come. */
const MAX_OPERATIONS = 500;

/** Plans operations for a version before it serves, the most important first. Requests are answered in between. */
export async function warmUp(version: SchemaVersion, operations: readonly NormalisedOperation[]): Promise<void> {
  const wanted = operations.slice(0, MAX_OPERATIONS);
  // Those planned last stay longest.
  for (const { node } of wanted.toReversed()) {
    const document: DocumentNode = { kind: Kind.DOCUMENT, definitions: [node] };
    if (validate(version.supergraph.apiSchema, document).length === 0)
      version.prepare(version.open(document, undefined).decidedBy({}), new Set());
    await setImmediate();
  }
}
