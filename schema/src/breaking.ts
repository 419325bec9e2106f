import { CriticalityLevel, DiffRule, diff } from '@graphql-inspector/core';
import { buildSchema } from 'graphql';

/**
 * Compares what clients can ask now with what they could at the last release.
 * @param released the API schema of the last release
 * @param current the API schema of now
 * @returns each change that breaks a client, in words; removing what the release called deprecated is none
 */
export async function breakingChanges(released: string, current: string): Promise<string[]> {
  const changes = await diff(buildSchema(released), buildSchema(current), [DiffRule.suppressRemovalOfDeprecatedField]);
  return changes
    .filter((change) => change.criticality.level === CriticalityLevel.Breaking)
    .map((change) => `${change.path ?? 'schema'}: ${change.message}`);
}
