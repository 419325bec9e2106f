import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import Fastify, { type FastifyInstance, type FastifyReply } from 'fastify';
import { parse } from 'graphql';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../clock.ts';
import { badInput } from '../errors.ts';
import { createIdentitySigner } from '../identity/identity-signer.ts';
import { createIdentityVerifier } from '../identity/identity-verifier.ts';
import { generateKeyring } from '../identity/keyring.ts';
import { silentLogger } from '../logger.ts';
import { createServiceServer } from '../server.ts';
import { AnswerLost, ServiceUnreachable } from '../service-client/failures.ts';
import { type LocalTransport, localTransport } from '../service-client/local-transport.ts';
import { createServiceClient } from '../service-client/service-client.ts';
import { contractClient, RemoteError } from './contract-client.ts';
import { createGraphqlEndpoint } from './graphql-endpoint.ts';
import { plainSchema } from './schema.ts';

const keyring = generateKeyring(['accounts-center>facebook/contract', 'gateway>facebook/contract', 'gateway>facebook']);
const verifierOf = (audience: string, issuer: string) =>
  createIdentityVerifier({ audience, keyring, allowedIssuers: [issuer], clock: systemClock });

type PublishCopy = TypedDocumentNode<{ publishCopy: { postId: string; isOnBehalfOf: string | null } }, { key: string }>;
const publishCopy = parse(
  'mutation PublishCopy($key: String!) { publishCopy(key: $key) { postId isOnBehalfOf } }',
) as PublishCopy;

const schema = plainSchema({
  typeDefs: /* GraphQL */ `
    type Copy { postId: ID! isOnBehalfOf: String }
    type Query { isAlive: Boolean }
    type Mutation { publishCopy(key: String!): Copy }
  `,
  resolvers: {
    Mutation: {
      publishCopy: (_: unknown, { key }: { key: string }, { accountId }: { accountId?: string }) => {
        if (key === '') throw badInput('The key is empty.');
        if (key === 'broken') throw new Error('no space on /dev/sda1');
        return { postId: `fbp_${key}`, isOnBehalfOf: accountId };
      },
    },
  },
});

let transport: LocalTransport;
let server: FastifyInstance;
beforeEach(async () => {
  const context = ({ viewer }: { viewer?: { accountId: string } }) => ({
    ...(viewer && { accountId: viewer.accountId }),
  });
  const endpoint = await createGraphqlEndpoint({
    path: '/contract',
    schema,
    verifier: verifierOf('facebook/contract', 'accounts-center'),
    log: silentLogger,
    context,
  });
  server = createServiceServer({ name: 'facebook', log: silentLogger, verifier: verifierOf('facebook', 'gateway') });
  endpoint.mount(server);
  transport = localTransport();
  transport.register('facebook', server);
});
afterEach(() => server.close());

const clientOf = (issuer: string, audience?: string) =>
  contractClient({
    client: createServiceClient(transport),
    signer: createIdentitySigner({ issuer, keyring, clock: systemClock }),
    service: 'facebook',
    ...(audience !== undefined && { audience }),
  });
const timeoutMs = 5_000;

describe('the contract client', () => {
  it('returns typed data', async () => {
    const { publishCopy: copy } = await clientOf('accounts-center').request(publishCopy, { key: 'k' }, { timeoutMs });
    expect(copy).toEqual({ postId: 'fbp_k', isOnBehalfOf: null });
  });

  it('says on whose behalf it calls', async () => {
    const viewer = { accountId: 'fbu_1', sessionId: 'ses_1', authenticatedAt: new Date() };
    const { publishCopy: copy } = await clientOf('accounts-center').request(
      publishCopy,
      { key: 'k' },
      { timeoutMs, claims: { viewer } },
    );
    expect(copy.isOnBehalfOf).toBe('fbu_1');
  });

  it("throws the service's errors with their codes", async () => {
    const call = (key: string) => clientOf('accounts-center').request(publishCopy, { key }, { timeoutMs });
    await expect(call('')).rejects.toThrow(RemoteError);
    await expect(call('')).rejects.toMatchObject({ code: 'BAD_USER_INPUT', message: 'The key is empty.' });
    await expect(call('broken')).rejects.toMatchObject({
      code: 'INTERNAL_SERVER_ERROR',
      message: 'Internal server error',
    });
    await expect(call(1 as unknown as string)).rejects.toMatchObject({ code: 'BAD_USER_INPUT' });
  });

  it("D1: is refused with the gateway's identity", async () => {
    await expect(clientOf('gateway').request(publishCopy, { key: 'k' }, { timeoutMs })).rejects.toMatchObject({
      code: 'UNAUTHENTICATED',
    });
    await expect(
      clientOf('gateway', 'facebook').request(publishCopy, { key: 'k' }, { timeoutMs }),
    ).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
  });

  it('X7: finds a service that is away unreachable', async () => {
    transport.unregister('facebook');
    await expect(clientOf('accounts-center').request(publishCopy, { key: 'k' }, { timeoutMs })).rejects.toThrow(
      ServiceUnreachable,
    );
  });

  it.each<[string, (reply: FastifyReply) => unknown]>([
    ['never comes', () => new Promise(() => {})],
    ['comes from a proxy', (reply) => reply.code(502).type('text/html').send('<h1>Bad Gateway</h1>')],
    ['is JSON, but of something else', (reply) => reply.send({ errors: 'many' })],
    ['is empty', (reply) => reply.code(503).send()],
  ])('X8: an answer that %s is lost', async (_what, answer) => {
    const stranger = Fastify();
    stranger.post('/contract', (_request, reply) => answer(reply));
    transport.register('facebook', stranger);
    await expect(clientOf('accounts-center').request(publishCopy, { key: 'k' }, { timeoutMs: 200 })).rejects.toThrow(
      AnswerLost,
    );
    await stranger.close();
  });
});

it('a contract is served as written, with nothing of the federation in it', async () => {
  const sdl = parse('{ __schema { types { name } } }') as TypedDocumentNode<
    { __schema: { types: { name: string }[] } },
    object
  >;
  const { __schema } = await clientOf('accounts-center').request(sdl, {}, { timeoutMs });
  expect(
    __schema.types.map(({ name }) => name).filter((name) => name.startsWith('_') && !name.startsWith('__')),
  ).toEqual([]);
});
