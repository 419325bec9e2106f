import { type DocumentNode, type OperationDefinitionNode, visit } from 'graphql';
import { fieldsOf, textArgument, typesWithFields, uses } from './directives.ts';

/** By label of `@override(label:)`, the names of the fields that it moves. */
export type OverriddenFields = ReadonlyMap<string, ReadonlySet<string>>;

export function overriddenFields(supergraph: DocumentNode): OverriddenFields {
  const moved = new Map<string, Set<string>>();
  for (const field of typesWithFields(supergraph).flatMap(fieldsOf)) {
    for (const use of uses(field, 'join__field')) {
      const label = textArgument(use, 'overrideLabel');
      if (label !== undefined) moved.set(label, (moved.get(label) ?? new Set()).add(field.name.value));
    }
  }
  return moved;
}

/**
 * The labels that can decide how an operation is planned: of fields that it names, on whatever type, and of those that the
 * planner may add to it.
 */
export function labelsFor(
  operation: OperationDefinitionNode,
  { overridden, reservedNames }: { overridden: OverriddenFields; reservedNames: ReadonlySet<string> },
): string[] {
  if (overridden.size === 0) return [];
  const named = new Set(reservedNames);
  visit(operation, { Field: ({ name }) => void named.add(name.value) });
  return [...overridden].flatMap(([label, fields]) => ([...fields].some((name) => named.has(name)) ? [label] : []));
}
