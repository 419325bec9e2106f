import { type OperationDefinitionNode, visit } from 'graphql';

/** An operation that declares only the variables that it uses. */
export function withUsedVariables(operation: OperationDefinitionNode): OperationDefinitionNode {
  const used = new Set<string>();
  visit(operation, { VariableDefinition: () => false, Variable: ({ name }) => void used.add(name.value) });
  const variableDefinitions = (operation.variableDefinitions ?? []).filter(({ variable }) =>
    used.has(variable.name.value),
  );
  return { ...operation, variableDefinitions };
}
