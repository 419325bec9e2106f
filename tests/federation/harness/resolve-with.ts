import {
  type GraphQLFieldResolver,
  type GraphQLSchema,
  isAbstractType,
  isIntrospectionType,
  isObjectType,
} from 'graphql';
import type { StoreObject } from './store.ts';

const OF_THE_SUBGRAPH: ReadonlySet<string> = new Set(['_entities', '_service']);

/** Lets one function resolve every field that a schema has by itself, over objects of the store. */
export function resolveWith<Context>(
  schema: GraphQLSchema,
  resolve: GraphQLFieldResolver<StoreObject | undefined, Context>,
): GraphQLSchema {
  for (const type of Object.values(schema.getTypeMap())) {
    if (isIntrospectionType(type) || type.name.startsWith('_')) continue;
    if (isAbstractType(type)) type.resolveType = (object: StoreObject) => object.type;
    if (!isObjectType(type)) continue;
    for (const field of Object.values(type.getFields())) if (!OF_THE_SUBGRAPH.has(field.name)) field.resolve = resolve;
  }
  return schema;
}
