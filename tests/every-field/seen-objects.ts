import {
  defaultFieldResolver,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  isIntrospectionType,
  isObjectType,
} from 'graphql';

/** What a subgraph's resolvers were given and left to the properties of objects. */
export interface SeenObjects {
  /** Fields that neither a resolver nor a property of an object seen gives: `FacebookUser.photo`. */
  unresolved(): string[];
  /** Types of which no object was seen, though a field leads to one. */
  unseen(): string[];
}

type Field = GraphQLField<unknown, unknown>;

/** From now on looks at each object of which a field is asked. */
export function watchObjects(schema: GraphQLSchema): SeenObjects {
  const roots = [schema.getQueryType(), schema.getMutationType()];
  const types = Object.values(schema.getTypeMap()).filter(isObjectType).filter(isOurs);
  const led = types.flatMap((type) => Object.values(type.getFields())).map(({ type }) => getNamedType(type));
  const seen = new Map<GraphQLObjectType, Set<object>>(types.map((type) => [type, new Set()]));
  const plain = new Map(types.map((type) => [type, Object.values(type.getFields()).filter(isPlain)]));

  for (const [type, objects] of seen)
    for (const field of Object.values(type.getFields())) {
      const { resolve = defaultFieldResolver } = field;
      field.resolve = (source: unknown, ...rest) => {
        if (typeof source === 'object' && source !== null) objects.add(source);
        return resolve(source, ...rest);
      };
    }

  return {
    unresolved: () =>
      types.flatMap((type) => {
        const objects = [...(seen.get(type) ?? [])];
        const isGiven = ({ name }: Field) => !roots.includes(type) && objects.every((object) => name in object);
        return (plain.get(type) ?? []).filter((field) => !isGiven(field)).map(({ name }) => `${type.name}.${name}`);
      }),
    unseen: () =>
      types
        .filter((type) => led.includes(type) || type.getInterfaces().length > 0)
        .filter((type) => seen.get(type)?.size === 0)
        .map(({ name }) => name),
  };
}

/** Not the federation's. */
function isOurs(type: GraphQLObjectType): boolean {
  return !isIntrospectionType(type) && !type.name.startsWith('_');
}

/** The kit wraps fields that lead to objects, and notes of which that was all. */
function isPlain({ name, resolve, extensions }: Field): boolean {
  return !name.startsWith('_') && (resolve === undefined || extensions['isPlain'] === true);
}
