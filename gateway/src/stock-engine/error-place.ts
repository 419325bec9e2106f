import { GraphQLError, type GraphQLFormattedError } from 'graphql';

const PLACE = Symbol('place');

export type Path = readonly (string | number)[];

/**
 * Notes on a subgraph's error to which place of the whole answer it belongs. The engine works places out by itself, but
 * counts the items of a list wrongly where some of them belong to other subgraphs.
 *
 * @param fetchPath where the subgraph's part of the answer hangs: `['viewer', 'accounts', '@']`
 * @param isEntityFetch whether the error's path begins with `_entities` and an index
 */
export function notePlace(
  error: GraphQLFormattedError,
  { fetchPath, isEntityFetch }: { fetchPath: Path; isEntityFetch: boolean },
): GraphQLFormattedError {
  const below = isEntityFetch ? (error.path ?? []).slice(2) : error.path;
  if (below === undefined) return error;
  const extensions = { ...error.extensions, [PLACE]: concrete([...fetchPath, ...below]) };
  return { ...error, extensions };
}

/** The error at the place that was noted on it. */
export function atNotedPlace(error: GraphQLError): GraphQLError {
  const { message, extensions, originalError } = error;
  const path = (extensions as { [PLACE]?: Path })[PLACE];
  return path === undefined ? error : new GraphQLError(message, { path, extensions, originalError });
}

/** The path up to the first list of which it goes through every item: nothing tells which of them is meant. */
function concrete(path: Path): Path {
  const end = path.indexOf('@');
  return end < 0 ? path : path.slice(0, end);
}
