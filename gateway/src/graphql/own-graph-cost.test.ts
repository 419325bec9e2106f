import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { apiPath, supergraphPath } from '@accounts-center/schema';
import { ApolloServer } from '@apollo/server';
import { buildSchema, type FragmentDefinitionNode, Kind, type OperationDefinitionNode, parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import { defaultSettings } from '../settings/settings.ts';
import { readCostSchema } from './cost-schema.ts';
import { type DemandContext, demandControl } from './demand-control.ts';
import { compileCost } from './operation-cost.ts';

const supergraph = readFileSync(supergraphPath, 'utf8');
const { limits } = defaultSettings({ development: false, graph: 'own' });
const schema = buildSchema(readFileSync(apiPath, 'utf8'));

/** Stands in for an engine, which a refused operation never reaches. */
async function startServer(): Promise<ApolloServer<DemandContext>> {
  const server = new ApolloServer<DemandContext>({
    gateway: {
      load: async () => ({ executor: async () => ({ data: {} }) }),
      onSchemaLoadOrUpdate: (listen) => {
        listen({ apiSchema: schema, coreSupergraphSdl: supergraph });
        return () => {};
      },
      stop: async () => {},
    },
    stopOnTerminationSignals: false,
    plugins: [demandControl({ limits })],
  });
  await server.start();
  return server;
}

const contextValue: DemandContext = { caller: { clientAddress: '192.0.2.1' } };

async function answerTo(query: string, variables: Record<string, unknown> = {}) {
  const server = await startServer();
  const { body, http } = await server.executeOperation({ query, variables }, { contextValue });
  await server.stop();
  if (body.kind !== 'single') throw new Error('in pieces');
  const [error] = body.singleResult.errors ?? [];
  return { status: http.status, code: error?.extensions?.['code'], message: error?.message };
}

const followers = (depth: number): string =>
  `{ instagramUserByUsername(username: "x0") ${'{ followers(first: 100) { nodes'.repeat(depth)} { id } ${'} }'.repeat(depth)} }`;

describe('the cost limit of this graph', () => {
  it('refuses followers of followers of followers, and says what they cost and how much may', async () => {
    expect(await answerTo(followers(3))).toEqual({
      status: 400,
      code: 'COST_ESTIMATED_TOO_EXPENSIVE',
      message: 'The operation may cost 1020202, and at most 20000 is allowed.',
    });
    expect((await answerTo(followers(6))).code).toBe('COST_ESTIMATED_TOO_EXPENSIVE');
    expect((await answerTo(followers(1))).code).toBeUndefined();
  });

  it('refuses accounts of a center of accounts of a center', async () => {
    const nested = `{ viewer { accounts ${'{ accountsCenter { accounts '.repeat(4)} { id } ${'} }'.repeat(4)} } }`;
    expect((await answerTo(nested)).code).toBe('COST_ESTIMATED_TOO_EXPENSIVE');
  });

  it('refuses a few objects with very many fields', async () => {
    const aliases = Array.from({ length: 1_500 }, (_, at) => `a${at}: id`).join(' ');
    const query = `{ instagramUserByUsername(username: "x0") { followers(first: 100) { nodes { ${aliases} } } } }`;
    expect((await answerTo(query)).message).toBe(
      'The operation could return 150102 values, and at most 100000 are allowed.',
    );
  });

  it.each([0, -1, 101, 100_000, 2 ** 31 - 1])(
    'leaves a page of %i to the subgraph, which says what is wrong',
    async (first) => {
      const page = 'nodes { id username posts(first: 5) { nodes { id } } }';
      const queryOf = (size: string) =>
        `{ instagramUserByUsername(username: "x0") { followers(first: ${size}) { ${page} } } }`;
      const written = await answerTo(queryOf(`${first}`));
      const asVariable = await answerTo(`query ($first: Int!) ${queryOf('$first')}`, { first });
      expect([written.code, asVariable.code]).toEqual([undefined, undefined]);
    },
  );

  it('counts variables anew with every request', async () => {
    const server = await startServer();
    const query = `query ($first: Int!) { instagramUserByUsername(username: "x0") {
      followers(first: $first) { nodes { followers(first: $first) { nodes { followers(first: $first) { nodes { id } } } } } }
    } }`;
    const codes = [];
    for (const first of [2, 100, 2]) {
      const { body } = await server.executeOperation({ query, variables: { first } }, { contextValue });
      codes.push(body.kind === 'single' && body.singleResult.errors?.[0]?.extensions?.['code']);
    }
    await server.stop();
    expect(codes).toEqual([undefined, 'COST_ESTIMATED_TOO_EXPENSIVE', undefined]);
  });
});

const root = fileURLToPath(new URL('../../../', import.meta.url));
const folders = [
  'examples/main-job/operations',
  'bench/operations',
  'packages/test-kit/operations',
  'web/settings/src',
];

describe.each(folders)('the operations of %s', (folder) => {
  const files = readdirSync(`${root}${folder}`, { recursive: true, encoding: 'utf8' });
  const texts = files
    .filter((file) => file.endsWith('.graphql'))
    .map((file) => readFileSync(`${root}${folder}/${file}`, 'utf8'));
  const { definitions } = parse(texts.join('\n'));
  const fragments = new Map(
    definitions
      .filter((each): each is FragmentDefinitionNode => each.kind === Kind.FRAGMENT_DEFINITION)
      .map((each) => [each.name.value, each]),
  );
  const operations = definitions.filter(
    (each): each is OperationDefinitionNode => each.kind === Kind.OPERATION_DEFINITION,
  );

  it('stay below half of what is allowed', () => {
    const costs = readCostSchema(supergraph);
    const tooDear = operations.filter((operation) => {
      const { cost, values } = compileCost({ schema: costs, operation, fragments, rules: limits })({});
      return cost > limits.maxCost / 2 || values > (5 * limits.maxCost) / 2;
    });
    expect(operations).not.toEqual([]);
    expect(tooDear.map(({ name }) => name?.value)).toEqual([]);
  });
});
