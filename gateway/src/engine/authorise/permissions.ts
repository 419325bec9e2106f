import { type GraphQLSchema, isAbstractType } from 'graphql';
import type { AccessRules } from './access-rules.ts';
import { isIntrospection } from './object-types.ts';
import type { Rule } from './rule.ts';

/** What one outcome of an operation's rules lets be read. A rule that was not decided counts as broken. */
export interface Permissions {
  /** Whether a field may be read: of an interface, whether it may of all its types. */
  mayRead(typeName: string, fieldName: string): boolean;
  /** Whether the object's type decides whether a field of an interface may be read. */
  dependsOnType(interfaceName: string, fieldName: string): boolean;
}

export function permissionsOf(rules: AccessRules, kept: ReadonlySet<Rule>, schema: GraphQLSchema): Permissions {
  const mayReadOf = (typeName: string, fieldName: string): boolean => {
    const rule = rules.ruleOf(typeName, fieldName);
    return rule === undefined || kept.has(rule);
  };
  const answers = (typeName: string, fieldName: string): readonly boolean[] => {
    if (isIntrospection(fieldName)) return [true];
    const type = schema.getType(typeName);
    const names = isAbstractType(type) ? schema.getPossibleTypes(type).map(({ name }) => name) : [typeName];
    return names.map((name) => mayReadOf(name, fieldName));
  };
  return {
    mayRead: (typeName, fieldName) => answers(typeName, fieldName).every(Boolean),
    dependsOnType: (interfaceName, fieldName) => new Set(answers(interfaceName, fieldName)).size > 1,
  };
}
