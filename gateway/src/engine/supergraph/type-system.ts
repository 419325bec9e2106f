import { type DocumentNode, Kind } from 'graphql';
import { isArgument, uses } from './directives.ts';

/** Which types of a supergraph, inaccessible ones included, are which others. */
export interface TypeSystem {
  /** Whether an object that says to be of type `name` satisfies `... on condition`. */
  includes(condition: string, name: string): boolean;
  isObject(name: string): boolean;
  /** Whether some subgraph knows the interface as one object type (`@interfaceObject`). */
  isInterfaceObject(name: string): boolean;
}

export function typeSystemOf({ definitions }: DocumentNode): TypeSystem {
  const included = new Map<string, Set<string>>();
  const objects = new Set<string>();
  const interfaceObjects = new Set<string>();
  const add = (condition: string, name: string): void => {
    const names = included.get(condition) ?? new Set();
    included.set(condition, names.add(name));
  };
  for (const type of definitions) {
    if (type.kind === Kind.UNION_TYPE_DEFINITION)
      for (const member of type.types ?? []) add(type.name.value, member.name.value);
    if (type.kind !== Kind.OBJECT_TYPE_DEFINITION && type.kind !== Kind.INTERFACE_TYPE_DEFINITION) continue;
    for (const parent of type.interfaces ?? []) add(parent.name.value, type.name.value);
    if (type.kind === Kind.OBJECT_TYPE_DEFINITION) objects.add(type.name.value);
    else if (uses(type, 'join__type').some((use) => isArgument(use, 'isInterfaceObject', true)))
      interfaceObjects.add(type.name.value);
  }
  return {
    includes: (condition, name) => condition === name || (included.get(condition)?.has(name) ?? false),
    isObject: (name) => objects.has(name),
    isInterfaceObject: (name) => interfaceObjects.has(name),
  };
}
