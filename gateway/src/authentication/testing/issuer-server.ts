import { type Clock, createLogger } from '@accounts-center/subgraph-kit';
import Fastify, { type FastifyReply } from 'fastify';
import { type CryptoKey, exportJWK, generateKeyPair, type JWK, type JWTPayload, SignJWT } from 'jose';
import { defaultSettings, type Settings, settingsSchema } from '../../settings/settings.ts';
import { NOW_SECONDS } from '../../testing/tokens.ts';
import { createAuthentication, type GatewayAuthentication } from '../authentication.ts';

/** An issuer of access tokens as others run them: it listens, and publishes its keys and the sessions that it has ended. */
export interface IssuerServer extends AsyncDisposable {
  readonly origin: string;
  /** The keys it publishes. */
  keys: JWK[];
  /** What it has ended, by the cursor that it is asked with. */
  ended: (cursor: string | undefined) => unknown;
  /** What it does in place of answering with its keys. */
  answer: ((reply: FastifyReply) => unknown) | undefined;
  /** The headers that its keys come with. */
  headers: Record<string, string>;
  /** The paths that it was asked for. */
  readonly asked: string[];
  /** Begins to sign with a new key, which it publishes beside those of before. */
  rotate(kid: string, alg?: string): Promise<CryptoKey>;
  /** A token signed with its newest key, with what `claims` and `header` change of it. */
  token(claims?: JWTPayload, header?: Record<string, unknown>): Promise<string>;
  settings(changes?: Partial<IssuerSettings>): IssuerSettings;
}

type IssuerSettings = Settings['authentication']['issuers'][number];

export async function startIssuer(): Promise<IssuerServer> {
  const server = Fastify();
  let signing: { readonly key: CryptoKey; readonly header: { alg: string; kid: string } } | undefined;

  const issuer: IssuerServer = {
    origin: '',
    keys: [],
    ended: () => ({ cursor: '', sessions: [] }),
    answer: undefined,
    headers: {},
    asked: [],
    async rotate(kid, alg = 'EdDSA') {
      const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true });
      issuer.keys = [...issuer.keys, { ...(await exportJWK(publicKey)), kid, alg, use: 'sig' }];
      signing = { key: privateKey, header: { alg, kid } };
      return privateKey;
    },
    token: async (claims, header) => {
      if (signing === undefined) throw new Error('It has no key.');
      const standard = { iss: issuer.origin, aud: 'api', sub: 'u_1', iat: NOW_SECONDS, exp: NOW_SECONDS + 600 };
      const jwt = new SignJWT({ ...standard, ...claims });
      return jwt.setProtectedHeader({ ...signing.header, ...header }).sign(signing.key);
    },
    settings: (changes) => {
      const { origin } = issuer;
      const told = { issuer: origin, audience: ['api'], jwksUrl: `${origin}/jwks`, ...changes };
      return settingsSchema(ANY_GRAPH).parse({ authentication: { issuers: [told] } }).authentication
        .issuers[0] as IssuerSettings;
    },
    [Symbol.asyncDispose]: async () => {
      server.server.closeAllConnections();
      await server.close();
    },
  };

  server.addHook('onRequest', async ({ url }) => void issuer.asked.push(url));
  server.get('/jwks', (_request, reply) =>
    issuer.answer === undefined ? reply.headers(issuer.headers).send({ keys: issuer.keys }) : issuer.answer(reply),
  );
  server.get<{ Querystring: { cursor?: string } }>('/ended', async ({ query }) => issuer.ended(query.cursor));
  const origin = await server.listen({ port: 0, host: '127.0.0.1' });
  await issuer.rotate('first');
  return Object.assign(issuer, { origin });
}

const ANY_GRAPH = { development: false, graph: 'any' } as const;

/** The authentication of a gateway that believes these issuers. */
export function believing(
  issuers: readonly IssuerSettings[],
  { clock, required = false }: { clock: Clock; required?: boolean },
): GatewayAuthentication & { check: NonNullable<GatewayAuthentication['accessTokens']>['check']; logged(): string } {
  let lines = '';
  const log = createLogger({ name: 'gateway', level: 'info', destination: { write: (line) => void (lines += line) } });
  const settings = { ...defaultSettings(ANY_GRAPH).authentication, issuers: [...issuers], required };
  const authentication = createAuthentication({ settings, clock, log });
  const { accessTokens } = authentication;
  if (accessTokens === undefined) throw new Error('It believes nobody.');
  return { ...authentication, check: (header) => accessTokens.check(header), logged: () => lines };
}
