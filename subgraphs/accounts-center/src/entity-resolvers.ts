import type { FamilyApp, FamilyApps, idKinds } from './apps.ts';

type Fields = Record<string, unknown>;

// The graph's entity interfaces, and what the ids of their objects are made for.
const entityInterfaces = { User: 'account', Post: 'post' } as const satisfies Record<string, keyof typeof idKinds>;

/**
 * Gives every app's stub (`FacebookUser`, `InstagramPost`, …) the fields that slices resolve on its interface: GraphQL
 * looks for resolvers on object types only.
 * @param resolvers type name → field name → resolver
 */
export function forEveryApp(resolvers: Record<string, Fields>, family: FamilyApps): Record<string, unknown> {
  const stubs = Object.entries(entityInterfaces).flatMap(([name, kind]) => {
    const fields = resolvers[name] ?? {};
    const objects = family.all.map(
      (entry) => [`${entry.type}${name}`, { ...fields, ...referenceTo(family, entry, kind) }] as const,
    );
    const ofInterface: Fields = { __resolveType: ({ id }: { id: string }) => typeNameOf(family.appOf(id, kind), name) };
    return [[name, ofInterface] as const, ...objects];
  });
  return { ...resolvers, ...Object.fromEntries(stubs) };
}

function referenceTo(family: FamilyApps, entry: FamilyApp, kind: keyof typeof idKinds) {
  return {
    // A representation is input: an id that the app does not make is nobody's.
    __resolveReference: ({ id }: { id: string }) => (family.appOf(id, kind) === entry ? { id } : null),
  };
}

function typeNameOf(entry: FamilyApp | undefined, name: string): string | undefined {
  return entry && `${entry.type}${name}`;
}
