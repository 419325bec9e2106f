/** Directives by the version of the specification that brought them. */
const DIRECTIVES: readonly (readonly [minor: number, names: readonly string[]])[] = [
  [0, ['key', 'requires', 'provides', 'external', 'extends', 'override', 'shareable', 'inaccessible', 'tag']],
  [1, ['composeDirective']],
  [3, ['interfaceObject']],
  [5, ['authenticated', 'requiresScopes']],
  [6, ['policy']],
  [8, ['context', 'fromContext']],
  [9, ['cost', 'listSize']],
  [12, ['cacheTag']],
];

export const NEWEST = 14;
export type FederationVersion = `2.${number}`;

/** The SDL with a link to the federation specification that imports the directives it uses. */
export function linked(sdl: string, version: FederationVersion = `2.${NEWEST}`): string {
  if (sdl.includes('@link(')) return sdl;
  const minor = Number(version.slice(2));
  const known = DIRECTIVES.filter(([since]) => since <= minor).flatMap(([, names]) => names);
  const used = known.filter((name) => new RegExp(`@${name}\\b`).test(sdl)).map((name) => `"@${name}"`);
  return `extend schema @link(url: "https://specs.apollo.dev/federation/v${version}", import: [${used.join(', ')}])\n${sdl}`;
}
