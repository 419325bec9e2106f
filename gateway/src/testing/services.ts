import {
  badInput,
  createServiceServer,
  createSubgraph,
  forbidden,
  type GraphqlEndpoint,
  type IdentityVerifier,
  type Logger,
  type ServiceIdentity,
} from '@accounts-center/subgraph-kit';
import type { FastifyInstance } from 'fastify';
import { GraphQLScalarType } from 'graphql';
import { accountsCenterTypes, instagramTypes } from './type-defs.ts';

/** How a service does: `slow` never answers, `rubbish` answers with no GraphQL, `refusing` with an error of its own. */
export type Mood = 'well' | 'slow' | 'rubbish' | 'refusing';

/** A service as tests run it. */
export interface TestService {
  readonly name: string;
  readonly server: FastifyInstance;
  readonly executeLocally: GraphqlEndpoint['executeLocally'];
  /** The identities with which it was called, oldest first. */
  readonly identities: ServiceIdentity[];
  mood: Mood;
}

export const DEEP_SECRET = 'password rejected by db.internal:5432';

interface Context {
  readonly identity: ServiceIdentity;
}

const callerOf = (_: unknown, _args: object, { identity }: Context): string => JSON.stringify(identity);

const viewer = {
  accounts: [{ id: '1' }, { id: '2' }],
  account: { id: '1' },
  mixed: [
    { __typename: 'OtherUser', id: '9' },
    { __typename: 'InstagramUser', id: '1' },
  ],
};

const accountsCenterResolvers = { Query: { viewer: () => viewer, centerCaller: callerOf } };

const instagramResolvers = {
  DateTime: new GraphQLScalarType({
    name: 'DateTime',
    parseValue: (value) => {
      if (Number.isNaN(Date.parse(String(value)))) throw new TypeError('no date');
      return value;
    },
  }),
  InstagramUser: {
    __resolveReference: ({ id }: { id: string }) => ({ id, username: `name of ${id}` }),
    secret: () => {
      throw forbidden();
    },
  },
  Query: {
    instagramCaller: callerOf,
    instagramEcho: (_: unknown, { text }: { text: string }) => text,
    instagramSince: () => 'then',
    instagramRequired: () => ({ always: null }),
    instagramTrouble: (_: unknown, { kind }: { kind: string }) => {
      if (kind === 'FORBIDDEN') throw forbidden();
      if (kind === 'BAD_INPUT') throw badInput('The argument "first" must be from 1 to 100.');
      throw new Error(DEEP_SECRET);
    },
  },
  Mutation: { instagramRename: (_: unknown, { name }: { name: string }) => ({ id: '1', username: name }) },
};

const definitions = {
  'accounts-center': { typeDefs: accountsCenterTypes, resolvers: accountsCenterResolvers },
  instagram: { typeDefs: instagramTypes, resolvers: instagramResolvers },
};

export type ServiceName = keyof typeof definitions;

/** Starts a service without listening. */
export async function createTestService(
  name: ServiceName,
  parts: { verifier: IdentityVerifier; log: Logger },
): Promise<TestService> {
  const context = (identity: ServiceIdentity): Context => {
    service.identities.push(identity);
    return { identity };
  };
  const subgraph = await createSubgraph<Context>({ ...definitions[name], ...parts, context });
  const server = createServiceServer({ name, ...parts });
  const service: TestService = {
    name,
    server,
    identities: [],
    mood: 'well',
    executeLocally: async (operation) => {
      if (service.mood === 'well') return await subgraph.executeLocally(operation);
      if (service.mood === 'slow') return await new Promise(() => {});
      return service.mood === 'rubbish' ? (['hello'] as never) : { errors: [{ message: DEEP_SECRET }] as never };
    },
  };
  server.addHook('preHandler', async (request, reply) => {
    if (service.mood === 'well' || request.url !== '/graphql') return;
    if (service.mood === 'slow') return await new Promise(() => {});
    if (service.mood === 'rubbish') return reply.type('text/html').send(`<h1>${DEEP_SECRET}</h1>`);
    return reply.code(502).send({ errors: [{ message: DEEP_SECRET }] });
  });
  subgraph.mount(server);
  return service;
}
