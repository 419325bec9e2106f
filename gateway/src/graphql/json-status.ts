import type { ApolloServerPlugin, BaseContext, GraphQLRequestContextWillSendResponse } from '@apollo/server';

/**
 * GraphQL over HTTP: who asks for `application/json` gets 200 for every well-formed request, whatever is wrong with its
 * operation, because any other status of that type may come from something on the way that knows no GraphQL.
 */
export function jsonStatus<Context extends BaseContext>(): ApolloServerPlugin<Context> {
  return {
    requestDidStart: async () => ({
      willSendResponse: async (context) => {
        const { http } = context.response;
        if (http.status === 400 && isWellFormed(context) && wantsJson(context)) http.status = 200;
      },
    }),
  };
}

type Answered = GraphQLRequestContextWillSendResponse<BaseContext>;

/** Else there is no document that could be wrong. */
function isWellFormed({ source }: Pick<Answered, 'source'>): boolean {
  return source !== undefined;
}

function wantsJson({ request }: Pick<Answered, 'request'>): boolean {
  const accept = request.http?.headers.get('accept') ?? '';
  return accept.includes('application/json') && !accept.includes('application/graphql-response+json');
}
