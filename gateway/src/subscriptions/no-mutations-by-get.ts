import { ERROR_CODES } from '@accounts-center/subgraph-kit';
import { type ApolloServerPlugin, type BaseContext, HeaderMap } from '@apollo/server';
import { GraphQLError, OperationTypeNode } from 'graphql';

/** Refuses mutations where a context says `isReadOnly`: those that come by GET change nothing, whatever they are answered with. */
export function noMutationsByGet<Context extends BaseContext>(): ApolloServerPlugin<Context> {
  return {
    requestDidStart: async ({ contextValue }) => {
      if ((contextValue as { readonly isReadOnly?: boolean }).isReadOnly !== true) return;
      return {
        didResolveOperation: async ({ operation }) => {
          if (operation?.operation !== OperationTypeNode.MUTATION) return;
          const http = { status: 405, headers: new HeaderMap([['allow', 'POST']]) };
          throw new GraphQLError('Send mutations by POST.', { extensions: { code: ERROR_CODES.badInput, http } });
        },
      };
    },
  };
}
