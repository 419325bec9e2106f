import {
  type GraphQLObjectType,
  type GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import { responseKey } from '../operation/fields.ts';
import type { AccessRules } from './access-rules.ts';
import { isIntrospection, type ObjectTypes, thoseOf, typesOfValues } from './object-types.ts';
import type { Rule } from './rule.ts';

/** A schema and its rules. */
export interface Guarded {
  readonly apiSchema: GraphQLSchema;
  readonly rules: AccessRules | undefined;
}

/**
 * Finds the fields of an operation that not everybody may read, on each type that an object may have there.
 * @param operation normalised: fragments are spelled out, and conditions decided
 * @param found gets what it takes to read one, and its response keys
 */
export function findGuardedFields(
  operation: OperationDefinitionNode,
  { apiSchema: schema, rules }: Guarded,
  found: (rule: Rule, path: readonly string[]) => void,
): void {
  const visit = ({ selections }: SelectionSetNode, types: ObjectTypes, path: readonly string[]): void => {
    for (const node of selections) {
      if (types.length === 0 || node.kind === Kind.FRAGMENT_SPREAD) continue;
      if (node.kind === Kind.INLINE_FRAGMENT) {
        visit(node.selectionSet, thoseOf(types, node.typeCondition?.name.value, schema), path);
        continue;
      }
      const name = node.name.value;
      if (isIntrospection(name)) continue;
      const inner = [...path, responseKey(node)];
      for (const type of types) {
        const rule = rules?.ruleOf(type.name, name);
        if (rule) found(rule, inner);
      }
      if (node.selectionSet) visit(node.selectionSet, typesOfValues(types, name, schema), inner);
    }
  };
  visit(operation.selectionSet, [schema.getRootType(operation.operation) as GraphQLObjectType], []);
}
