import { type Logger, levelOf } from '@accounts-center/subgraph-kit';

/**
 * Has the log told of the first of a row of failures, and of their end.
 * @param what what can't be had meanwhile: `The keys of https://id.example.com`
 */
export function toldOnce<Args extends unknown[], T>(
  load: (...args: Args) => Promise<T>,
  { what, log }: { what: string; log: Logger },
): (...args: Args) => Promise<T> {
  let failures = 0;
  return async (...args) => {
    try {
      const loaded = await load(...args);
      if (failures > 0) log.warn(`${what} can be had again. Attempts that failed meanwhile: ${failures}.`);
      failures = 0;
      return loaded;
    } catch (error) {
      failures += 1;
      // An outage of a service has been told of where it was called.
      if (failures === 1)
        log[levelOf(error, 'warn')]({ err: error }, `${what} can't be had. This is told once, until they can.`);
      throw error;
    }
  };
}
