import { movableClock, silentLogger } from '@accounts-center/subgraph-kit';
import Fastify, { type FastifyInstance } from 'fastify';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { believing, type IssuerServer, startIssuer } from '../authentication/testing/issuer-server.ts';
import { NOW, NOW_SECONDS } from '../testing/tokens.ts';
import { addAuthentication, callerOf } from './authentication.ts';

let issuer: IssuerServer;
let server: FastifyInstance;
let gateway: ReturnType<typeof believing>;
const clock = movableClock(NOW);

beforeEach(async () => {
  issuer = await startIssuer();
});
afterEach(async () => {
  await server.close();
  await gateway.stop();
  await issuer[Symbol.asyncDispose]();
});

/** A gateway that answers with who asks. */
function serve(options: { required?: boolean } = {}): void {
  gateway = believing([issuer.settings()], { clock, ...options });
  const { accessTokens } = gateway;
  server = Fastify();
  addAuthentication(server, { ...(accessTokens && { accessTokens }), log: silentLogger });
  server.route({ method: ['GET', 'POST'], url: '/graphql', handler: (request) => ({ caller: callerOf(request) }) });
}

async function ask(authorization?: string) {
  const headers = authorization === undefined ? {} : { authorization };
  const answer = await server.inject({ method: 'POST', url: '/graphql', headers, remoteAddress: '192.0.2.7' });
  return { status: answer.statusCode, challenge: answer.headers['www-authenticate'], body: answer.json<unknown>() };
}

describe('where a token may be left out', () => {
  beforeEach(() => serve());

  it('nobody in particular is served without one', async () => {
    expect(await ask()).toMatchObject({ status: 200, body: { caller: { clientAddress: '192.0.2.7' } } });
  });

  it('a token of an issuer gives its claims and scopes to the caller', async () => {
    const { status, body } = await ask(`Bearer ${await issuer.token({ scope: 'read' })}`);
    const caller = { clientAddress: '192.0.2.7', claims: { sub: 'u_1', scope: 'read' }, scopes: ['read'] };
    expect([status, body]).toMatchObject([200, { caller }]);
  });

  it.each(['', 'Bearer', 'Basic YTpi', 'Bearer a.b.c', 'Bearer a.b.c, Bearer a.b.c'])(
    'what is no good token is refused: "%s"',
    async (authorization) => {
      const errors = [{ message: 'The access token is expired or invalid.', extensions: { code: 'UNAUTHENTICATED' } }];
      const challenge = 'Bearer error="invalid_token"';
      expect(await ask(authorization)).toMatchObject({ status: 401, challenge, body: { errors } });
    },
  );

  it('a token that can not be checked is answered with 503, and names its issuer', async () => {
    issuer.answer = (reply) => reply.code(500).send('down');
    const extensions = { code: 'SUBGRAPH_UNAVAILABLE', service: issuer.origin };
    expect(await ask(`Bearer ${await issuer.token()}`)).toMatchObject({
      status: 503,
      body: { errors: [{ extensions }] },
    });
  });
});

describe('where a token is required', () => {
  beforeEach(() => serve({ required: true }));

  it('nobody is served without one', async () => {
    const errors = [{ message: 'An access token is required.', extensions: { code: 'UNAUTHENTICATED' } }];
    expect(await ask()).toMatchObject({ status: 401, challenge: 'Bearer', body: { errors } });
  });

  it.each([
    ['/graphql', 'text/html', 200],
    ['/graphql?theme=dark', 'text/html', 200],
    ['/graphql', 'application/json', 401],
    ['/graphql?query={a}', 'text/html', 401],
    ['/graphql?%71uery={a}', 'text/html', 401],
    ['/graphql?documentId=a', 'text/html', 401],
  ])('a browser has the page, which asks nothing: %s as %s is %i', async (url, accept, status) => {
    expect((await server.inject({ url, headers: { accept } })).statusCode).toBe(status);
  });

  it('a good one is served, a bad one refused', async () => {
    expect((await ask(`Bearer ${await issuer.token()}`)).status).toBe(200);
    expect((await ask(`Bearer ${await issuer.token({ exp: NOW_SECONDS - 60 })}`)).status).toBe(401);
  });
});
