import { setImmediate } from 'node:timers/promises';
import type { NormalisedOperation } from './operation/normalise.ts';
import type { SchemaVersion } from './schema-version.ts';

/** More take too long; those are planned when they come. */
const MAX_OPERATIONS = 500;

/** Plans operations for a version before it serves, the most important first. Requests are answered in between. */
export async function warmUp(version: SchemaVersion, operations: readonly NormalisedOperation[]): Promise<void> {
  const wanted = operations.slice(0, MAX_OPERATIONS);
  // Those planned last stay longest.
  for (const operation of wanted.toReversed()) {
    const adopted = version.adopt(operation);
    if (adopted) version.prepare(adopted, new Set());
    await setImmediate();
  }
}
