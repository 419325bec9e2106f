import {
  type GraphQLCompositeType,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isCompositeType,
  isObjectType,
} from 'graphql';

/** The types that an object at a place can have. */
export type ObjectTypes = readonly GraphQLObjectType[];

/** Those of some types that are, or implement, or belong to, the type with that name; all of them without a name. */
export function thoseOf(types: ObjectTypes, condition: string | undefined, schema: GraphQLSchema): ObjectTypes {
  if (condition === undefined) return types;
  const wanted = schema.getType(condition);
  if (isAbstractType(wanted)) return types.filter((type) => schema.isSubType(wanted, type));
  return types.filter((type) => type === wanted);
}

/** The types of the objects that a field of these types can have as a value; none for a field without objects. */
export function typesOfValues(types: ObjectTypes, fieldName: string, schema: GraphQLSchema): ObjectTypes {
  const values = types.map((type) => compositeTypeOf(type, fieldName)).filter((type) => type !== undefined);
  return [...new Set([...new Set(values)].flatMap((type) => objectTypesOf(type, schema)))];
}

/** The type of the objects that a field has as a value. */
function compositeTypeOf(type: GraphQLObjectType, fieldName: string): GraphQLCompositeType | undefined {
  const field = type.getFields()[fieldName];
  const value = field && getNamedType(field.type);
  return value && isCompositeType(value) ? value : undefined;
}

function objectTypesOf(type: GraphQLCompositeType, schema: GraphQLSchema): ObjectTypes {
  return isObjectType(type) ? [type] : schema.getPossibleTypes(type);
}

/** Whether a field is of the schema itself, which nobody is kept from asking about. */
export function isIntrospection(fieldName: string): boolean {
  return fieldName === '__schema' || fieldName === '__type';
}
