import { type ASTVisitor, GraphQLError, type ValidationContext } from 'graphql';

/** A validation rule that refuses kinds of operations for which the schema has no type; graphql-js leaves that to execution. */
export function offeredOperations(context: ValidationContext): ASTVisitor {
  return {
    OperationDefinition: (node) => {
      if (context.getSchema().getRootType(node.operation)) return;
      context.reportError(new GraphQLError(`The graph has no ${node.operation}s.`, { nodes: node }));
    },
  };
}
