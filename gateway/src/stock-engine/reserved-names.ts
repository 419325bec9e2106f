import { type ASTVisitor, GraphQLError, type ValidationContext } from 'graphql';

/**
 * A validation rule that refuses the few names with which @apollo/gateway answers wrongly or not at all: it keeps keys and
 * type names in the same object as what clients ask for, and sends keys as the variable `representations`.
 *
 * @param keyFields names of fields by which subgraphs find entities or compute fields
 */
export function reservedNames(keyFields: ReadonlySet<string>): (context: ValidationContext) => ASTVisitor {
  return (context) => ({
    Field: ({ alias, name }) => {
      if (!alias || alias.value === name.value) return;
      if (!alias.value.startsWith('__') && !keyFields.has(alias.value)) return;
      context.reportError(new GraphQLError(`The alias "${alias.value}" is reserved.`, { nodes: alias }));
    },
    VariableDefinition: ({ variable }) => {
      if (variable.name.value !== 'representations') return;
      context.reportError(new GraphQLError('The variable "$representations" is reserved.', { nodes: variable }));
    },
  });
}

/** The names in all `key: "…"` and `requires: "…"` of a supergraph. */
export function keyFieldsOf(supergraphSdl: string): ReadonlySet<string> {
  const fieldSets = [...supergraphSdl.matchAll(/\b(?:key|requires): "([^"]*)"/g)].map(([, fields = '']) => fields);
  return new Set(fieldSets.flatMap((fields) => fields.match(/\w+/g) ?? []));
}
