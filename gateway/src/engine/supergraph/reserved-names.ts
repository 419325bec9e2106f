import { type DocumentNode, visit } from 'graphql';

const NAMES = /[_A-Za-z]\w*/g;
const FIELD_SETS: ReadonlySet<string> = new Set(['key', 'requires', 'selection']);

/**
 * The names under which the planner may put values of its own among those that a client asks for: fields of keys, of
 * `@requires` and of contexts, and the name of the type.
 */
export function reservedNames(supergraph: DocumentNode): ReadonlySet<string> {
  const names = new Set(['__typename']);
  const note = (field: string, value: { readonly kind: string; readonly value?: unknown }): void => {
    if (!FIELD_SETS.has(field) || typeof value.value !== 'string') return;
    for (const [name] of value.value.matchAll(NAMES)) names.add(name);
  };
  visit(supergraph, {
    Directive: ({ name, arguments: args = [] }) => {
      if (!name.value.startsWith('join__')) return false;
      for (const argument of args) note(argument.name.value, argument.value);
      return undefined;
    },
    ObjectField: ({ name, value }) => note(name.value, value),
  });
  return names;
}
