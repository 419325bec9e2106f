type Fields = Record<string, unknown>;

/**
 * Unites the resolvers of several slices, type by type.
 * @throws when two slices resolve one field
 */
export function mergeResolvers(slices: readonly object[]): Record<string, Fields> {
  const merged: Record<string, Fields> = {};
  for (const [type, fields] of slices.flatMap((slice) => Object.entries(slice) as [string, Fields][])) {
    const known = merged[type] ?? {};
    const twice = Object.keys(fields).find((field) => field in known);
    if (twice !== undefined) throw new Error(`two slices resolve ${type}.${twice}`);
    merged[type] = { ...known, ...fields };
  }
  return merged;
}
