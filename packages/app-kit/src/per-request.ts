import type { Context } from './context.ts';
import type { Loaders } from './loaders.ts';

/**
 * What a feature makes once for each request: its loaders. They are made anew after a write, as those of app-kit are.
 * @returns gives it for a context
 */
export function perRequest<V>(create: () => V): (context: Context) => V {
  const made = new WeakMap<Loaders, V>();
  return ({ loaders }) => {
    const known = made.get(loaders);
    if (known !== undefined) return known;
    const fresh = create();
    made.set(loaders, fresh);
    return fresh;
  };
}
