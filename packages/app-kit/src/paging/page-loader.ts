import { groupBy, type PageArguments } from '@accounts-center/subgraph-kit';
import DataLoader from 'dataloader';

/** One account's page of a list. */
export interface PageRequest<O, C> {
  readonly owner: O;
  readonly page: PageArguments<C>;
}

export type PageLoader<O, C, R> = DataLoader<PageRequest<O, C>, readonly R[], string>;

const MAX_OWNERS = 100;

/**
 * Loads pages of many accounts' lists in one go, as when each account of a page shows its latest posts.
 * @param load finds the same page for up to 100 accounts: rows by the account's id, an empty page may be left out
 */
export function createPageLoader<O extends { readonly id: string }, C, R>(
  load: (owners: readonly O[], page: PageArguments<C>) => Promise<ReadonlyMap<string, readonly R[]>>,
): PageLoader<O, C, R> {
  const pageKey = ({ page }: PageRequest<O, C>): string => JSON.stringify([page.first, page.after]);
  const options = {
    maxBatchSize: MAX_OWNERS,
    cacheKeyFn: (request: PageRequest<O, C>) => `${request.owner.id} ${pageKey(request)}`,
  };
  return new DataLoader<PageRequest<O, C>, readonly R[], string>(async (requests) => {
    const pages = new Map<string, Promise<ReadonlyMap<string, readonly R[]>>>();
    for (const [key, group] of groupBy(requests, pageKey)) {
      const [first] = group;
      if (first !== undefined)
        pages.set(
          key,
          load(
            group.map(({ owner }) => owner),
            first.page,
          ),
        );
    }
    return Promise.all(
      requests.map(async (request) => (await pages.get(pageKey(request)))?.get(request.owner.id) ?? []),
    );
  }, options);
}
