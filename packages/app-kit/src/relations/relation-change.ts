import type { Database, Writer } from '@accounts-center/db';
import type { Clock } from '@accounts-center/subgraph-kit';
import type { ChangedUser } from '../users/user.ts';
import type { Users } from '../users/users.service.ts';
import type { Relations } from './relations.service.ts';

/** What changing relations is made of. */
export interface RelationParts {
  readonly db: Database;
  readonly clock: Clock;
  readonly users: Users;
  readonly relations: Relations;
}

/** Who acts, and towards whom. */
export interface RelationInput {
  readonly accountId: string;
  readonly userId: string;
}

/** The account towards which something was done. */
export type RelationChange = ChangedUser<'ACCOUNT_NOT_FOUND' | 'SELF' | 'NO_REQUEST'>;

/** The other account, if both are there and may act, and are not the same. */
export async function otherOf(users: Users, tx: Writer, { accountId, userId }: RelationInput): Promise<RelationChange> {
  if (accountId === userId) return { ok: false, code: 'SELF' };
  const actor = await users.active(tx, accountId);
  const user = await users.active(tx, userId);
  return actor === undefined || user === undefined ? { ok: false, code: 'ACCOUNT_NOT_FOUND' } : { ok: true, user };
}
