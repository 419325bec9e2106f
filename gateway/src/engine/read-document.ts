import { type DocumentNode, GraphQLError, type GraphQLSchema, parse, specifiedRules, validate } from 'graphql';
import { subscriptionConditions } from './operation/subscription-conditions.ts';

/** Reads and checks a document, for those who have no Apollo Server to do it. */
export function readDocument(
  source: string,
  schema: GraphQLSchema,
): { readonly document: DocumentNode } | { readonly errors: readonly GraphQLError[] } {
  try {
    const document = parse(source);
    const errors = validate(schema, document, [...specifiedRules, subscriptionConditions]);
    return errors.length > 0 ? { errors } : { document };
  } catch (error) {
    if (error instanceof GraphQLError) return { errors: [error] };
    throw error;
  }
}
