import {
  buildASTSchema,
  type DocumentNode,
  execute,
  type GraphQLOutputType,
  type GraphQLSchema,
  isListType,
  isNonNullType,
  isObjectType,
  OperationTypeNode,
  parse,
  printSchema,
  responsePathAsArray,
  TypeNameMetaFieldDef,
  visit,
} from 'graphql';
import type { Composed } from './composed.ts';
import { resolveWith } from './resolve-with.ts';
import type { State, World } from './world.ts';

export interface Request {
  readonly document: DocumentNode;
  readonly operationName?: string;
  readonly variables?: Readonly<Record<string, unknown>>;
  /** Whether the one who asks may read a field of an object type: of all of them, unless told. */
  readonly mayRead?: MayRead;
}
export type MayRead = (type: string, field: string) => boolean;
export type Path = readonly (string | number)[];
export interface FoundError {
  readonly message: string;
  readonly path?: Path | undefined;
}
export interface Answer {
  readonly data?: unknown;
  readonly errors?: readonly FoundError[];
}

export const NULL_VIOLATION = 'Cannot return null for non-nullable field';

/** The whole graph in one schema, run by graphql-js: the reference. */
export interface Monolith {
  execute(request: Request): Promise<Answer>;
  /**
   * All errors that an answer may hold. graphql-js stops at the first one inside an object that becomes null; the
   * specification leaves open which of several is reported.
   */
  possibleErrors(request: Request): Promise<FoundError[]>;
}

interface Context {
  readonly state: State;
  readonly violations: FoundError[];
  readonly mayRead?: MayRead | undefined;
  readonly isLenient: boolean;
}

const UNAUTHORISED = 'Unauthorized field or type';

// graphql-js answers for the names of types by itself.
TypeNameMetaFieldDef.resolve = (_, __, context: unknown, { parentType, path }) => {
  const { mayRead, violations, isLenient } = (context ?? {}) as Partial<Context>;
  if (mayRead?.(parentType.name, '__typename') !== false) return parentType.name;
  // Its type can't be made nullable.
  if (!isLenient) throw new Error(UNAUTHORISED);
  violations?.push({ message: UNAUTHORISED, path: responsePathAsArray(path) });
  return parentType.name;
};

export function createMonolith(world: World, { api }: Pick<Composed, 'api'>): Monolith {
  const strict = withResolvers(buildASTSchema(parse(printSchema(api))), world, api);
  const lenient = withResolvers(nullable(api), world, api);
  return {
    execute: (request) => run(strict, request, { violations: [], isLenient: false }),
    possibleErrors: async (request) => {
      const violations: FoundError[] = [];
      const { errors = [] } = await run(lenient, request, { violations, isLenient: true });
      return [...errors, ...violations];
    },
  };
}

async function run(
  schema: GraphQLSchema,
  request: Request,
  found: Pick<Context, 'violations' | 'isLenient'>,
): Promise<Answer> {
  const { document, operationName, variables: variableValues, mayRead } = request;
  const contextValue: Context = { state: {}, ...found, mayRead };
  const result = await execute({ schema, document, operationName, variableValues, contextValue });
  return JSON.parse(JSON.stringify(result)) as Answer;
}

function withResolvers(schema: GraphQLSchema, world: World, api: GraphQLSchema): GraphQLSchema {
  return resolveWith<Context>(schema, (source, args: Record<string, unknown>, { state, violations, mayRead }, info) => {
    if (mayRead?.(info.parentType.name, info.fieldName) === false) throw new Error(UNAUTHORISED);
    const object =
      source ?? world.store.root(info.operation.operation === OperationTypeNode.MUTATION ? 'Mutation' : 'Query');
    const set = world.requiredBy(object.type, info.fieldName);
    const required = set ? world.select(object, set, state) : {};
    const value = world.value(object, { name: info.fieldName, type: info.returnType, args }, { required, state });
    const declared = api.getType(info.parentType.name);
    const type = isObjectType(declared) ? declared.getFields()[info.fieldName]?.type : undefined;
    if (type) violations.push(...violationsIn(value, type, responsePathAsArray(info.path)));
    return value;
  });
}

function violationsIn(value: unknown, type: GraphQLOutputType, path: Path): FoundError[] {
  if (value === null || value === undefined) return isNonNullType(type) ? [{ message: NULL_VIOLATION, path }] : [];
  const inner: GraphQLOutputType = isNonNullType(type) ? type.ofType : type;
  if (!isListType(inner) || !Array.isArray(value)) return [];
  const items: GraphQLOutputType = inner.ofType;
  return value.flatMap((item, index) => violationsIn(item, items, [...path, index]));
}

/** The schema with every field nullable, and every item of a list. */
function nullable(schema: GraphQLSchema): GraphQLSchema {
  const document = visit(parse(printSchema(schema)), {
    InputValueDefinition: () => false,
    NonNullType: { leave: ({ type }) => type },
  });
  return buildASTSchema(document);
}
