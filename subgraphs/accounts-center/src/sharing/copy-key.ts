import type { Delivery } from './deliveries.store.ts';

/** The key under which a target publishes a copy (X8): one for each round, however often the round sends it. */
export function copyKey({ id, round }: Pick<Delivery, 'id' | 'round'>): string {
  return round === 0 ? id : `${id}.${round}`;
}
