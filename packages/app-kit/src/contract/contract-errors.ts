import { badInput, checkIdempotencyKey } from '@accounts-center/subgraph-kit';
import { GraphQLError } from 'graphql';

/** The key came with another input before. */
export function keyReused(): GraphQLError {
  return new GraphQLError('This key was used with another input.', { extensions: { code: 'KEY_REUSED' } });
}

/** A change is committed that was aborted or never prepared. */
export function notPrepared(): GraphQLError {
  return new GraphQLError('No change with this key is prepared.', { extensions: { code: 'NOT_PREPARED' } });
}

/** An account is to be made under an id that is not of this app, or another account's. */
export function badAccountId(): GraphQLError {
  return badInput('The argument "input.id" is no new id of this app.');
}

/**
 * The key, if it has the form of one.
 * @throws badInput
 */
export function checkedKey(key: string): string {
  checkIdempotencyKey(key);
  return key;
}

/**
 * The list, if it is not too long.
 * @throws badInput naming the argument
 */
export function checkedList<T>(argument: string, list: readonly T[], max: number): readonly T[] {
  if (list.length > max) throw badInput(`The argument "${argument}" has more than ${max} entries.`);
  return list;
}
