import { createLoader } from '@accounts-center/subgraph-kit';
import type { Context } from '../context.ts';
import { perRequest } from '../per-request.ts';
import type { Audience } from '../posts/post.ts';

/** Reads what an account tells, as the viewer may see it; null when that is nothing. */
export type ReadDetail<V> = (userId: string, context: Context) => Promise<V | null>;

/**
 * Reads what accounts tell about themselves, of all accounts that a request asks for at once.
 * @param audience who may see it, whether the account is private or not; the account itself always may
 */
export function detailReader<V>(
  { of }: { of(userIds: readonly string[]): Promise<ReadonlyMap<string, V>> },
  audience: Audience,
): ReadDetail<V> {
  const loader = perRequest(() => createLoader(of));
  return async (userId, context) => {
    const maySee = audience === 'PUBLIC' || (await context.loaders.closeness(userId)) !== 'STRANGER';
    return maySee ? ((await loader(context).load(userId)) ?? null) : null;
  };
}
