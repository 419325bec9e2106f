// A slice is a folder of a subgraph or of app-kit; its files are called <feature>.<layer>.ts. The layers sort in the order
// in which a request passes them.
const ranks: Readonly<Record<string, number>> = {
  graphql: 0,
  resolvers: 1,
  route: 1,
  loaders: 1,
  service: 2,
  store: 3,
  table: 4,
};

/** The slice that a file is in, or `undefined` when it stands above the slices, or is generated. */
export function sliceOf(path: string): string | undefined {
  const slice = /^(?<slice>(packages\/app-kit|subgraphs\/[^/]+)\/src\/[^/]+)\//.exec(path)?.groups?.['slice'];
  return slice?.endsWith('/generated') === true ? undefined : slice;
}

/** The layer word of a file's name, or `''` when it has none. */
export function layerOf(path: string): string {
  return /\.(?<layer>[a-z]+)\.tsx?$/.exec(path)?.groups?.['layer'] ?? '';
}

/**
 * Whether a file may import another of its slice. A file without a layer holds words that every layer may use, or puts
 * services and routes together.
 */
export function mayImport(path: string, target: string): boolean {
  if (sliceOf(path) === undefined || sliceOf(path) !== sliceOf(target)) return true;
  const to = ranks[layerOf(target)];
  if (to === undefined) return true;
  const from = ranks[layerOf(path)];
  return from === undefined ? !['graphql', 'resolvers'].includes(layerOf(target)) : from <= to;
}
