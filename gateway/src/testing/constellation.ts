import {
  createIdentityVerifier,
  createLogger,
  generateKeyring,
  type Keyring,
  type MovableClock,
  movableClock,
  silentLogger,
} from '@accounts-center/subgraph-kit';
import { composeServices } from '@apollo/composition';
import { parse } from 'graphql';
import { createGateway, type Gateway, type GatewayOptions } from '../gateway.ts';
import { createTestService, type ServiceName, type TestService } from './services.ts';
import { createTokenIssuer, NOW, type TokenIssuer } from './tokens.ts';
import { accountsCenterTypes, instagramTypes } from './type-defs.ts';
import { connect, type Way } from './ways.ts';

/** A gateway with two real services behind it. */
export interface Constellation extends AsyncDisposable {
  readonly gateway: Gateway;
  readonly center: TestService;
  readonly instagram: TestService;
  readonly issuer: TokenIssuer;
  readonly keyring: Keyring;
  readonly clock: MovableClock;
  /** Sends one operation. */
  ask(query: string, request?: { variables?: object; headers?: Record<string, string> }): Promise<Answer>;
  /** Makes a service unreachable. */
  stop(service: TestService): Promise<void>;
  /** All that the gateway has logged. */
  logged(): string;
}

/** The answer to an operation. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly data: unknown;
  readonly errors: readonly { message: string; path?: unknown; extensions: Record<string, unknown> }[] | undefined;
  /** The body as it came. */
  readonly text: string;
}

/** @param prepare called with instagram before it is ready, to add to it */
export async function startConstellation(
  way: Way,
  options: Partial<GatewayOptions> = {},
  prepare?: (instagram: TestService) => void,
): Promise<Constellation> {
  const clock = movableClock(NOW);
  const keyring = generateKeyring(['gateway>accounts-center', 'gateway>instagram']);
  const issuer = await createTokenIssuer();
  const serviceOf = (name: ServiceName): Promise<TestService> => {
    const verifier = createIdentityVerifier({ audience: name, keyring, allowedIssuers: ['gateway'], clock });
    return createTestService(name, { verifier, log: silentLogger });
  };
  const [center, instagram] = [await serviceOf('accounts-center'), await serviceOf('instagram')];
  prepare?.(instagram);
  center.server.get('/.well-known/jwks.json', () => issuer.jwks);
  center.server.get('/ended-sessions', () => ({ cursor: '', sessions: [] }));
  const { stop, ...connection } = await connect(way, [center, instagram]);

  let lines = '';
  const log = createLogger({ name: 'gateway', level: 'debug', destination: { write: (line) => void (lines += line) } });
  const standard = {
    supergraphSdl,
    keyring,
    clock,
    log,
    apps: ['instagram'],
    development: true,
    publicUrl: 'http://localhost:4000',
    settings: { subgraphs: { all: { timeoutMs: 5_000 } } },
  };
  const gateway = await createGateway({ ...standard, ...connection, ...options });
  return {
    gateway,
    center,
    instagram,
    issuer,
    keyring,
    clock,
    stop,
    logged: () => lines,
    ask: (query, { variables, headers } = {}) => ask(gateway, { query, variables }, headers),
    [Symbol.asyncDispose]: async () => {
      await gateway.close();
      await connection.client.close();
      for (const { server } of [center, instagram]) {
        server.server.closeAllConnections();
        await server.close();
      }
    },
  };
}

async function ask(gateway: Gateway, payload: object, headers: Record<string, string> = {}): Promise<Answer> {
  const answer = await gateway.server.inject({ method: 'POST', url: '/graphql', payload, headers });
  const { data, errors } = answer.json<{ data: unknown; errors: Answer['errors'] }>();
  return { status: answer.statusCode, headers: answer.headers, data, errors, text: answer.body };
}

const supergraphSdl = compose();

function compose(): string {
  const { supergraphSdl: sdl, errors } = composeServices([
    { name: 'accounts-center', typeDefs: parse(accountsCenterTypes), url: 'http://center.internal:4005/graphql' },
    { name: 'instagram', typeDefs: parse(instagramTypes), url: 'http://instagram.internal:4002/graphql' },
  ]);
  if (errors) throw new AggregateError(errors);
  return sdl;
}
