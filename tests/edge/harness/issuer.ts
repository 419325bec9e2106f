import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, type JWK, type JWTPayload, SignJWT } from 'jose';

/** Somebody else's server that issues access tokens, publishes its keys, and says which sessions it has ended. */
export interface Issuer extends AsyncDisposable {
  /** For the settings of a gateway. */
  readonly settings: object;
  /** A token of Ann's, signed by the key of this id. */
  token(claims?: JWTPayload, kid?: string): Promise<string>;
  /** Publishes these keys from now on, and no others. */
  publish(...kids: readonly string[]): Promise<void>;
  /** Ends a session. */
  end(sid: string): void;
}

const HOUR_MS = 3_600_000;

export async function startIssuer(): Promise<Issuer> {
  const pairs = new Map<string, Awaited<ReturnType<typeof generateKeyPair>>>();
  const ended: { sid: string; expiresAt: string }[] = [];
  let published: JWK[] = [];

  async function pairOf(kid: string) {
    const pair = pairs.get(kid) ?? (await generateKeyPair('ES256'));
    pairs.set(kid, pair);
    return pair;
  }
  async function publish(...kids: readonly string[]): Promise<void> {
    published = await Promise.all(
      kids.map(async (kid) => ({ ...(await exportJWK((await pairOf(kid)).publicKey)), kid })),
    );
  }

  await publish('first');
  const server = createServer((request, response) => {
    const body = request.url === '/keys' ? { keys: published } : { cursor: String(ended.length), sessions: ended };
    response.setHeader('content-type', 'application/json').end(JSON.stringify(body));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    settings: {
      issuer: origin,
      audience: ['graph'],
      jwksUrl: `${origin}/keys`,
      clockSkewMs: 0,
      revocationUrl: `${origin}/ended`,
    },
    token: async (claims, kid = 'first') =>
      new SignJWT({ iss: origin, aud: 'graph', sub: 'ann', sid: 'one', ...claims })
        .setProtectedHeader({ alg: 'ES256', kid })
        .setExpirationTime(claims?.exp ?? '1h')
        .sign((await pairOf(kid)).privateKey),
    publish,
    end: (sid) => void ended.push({ sid, expiresAt: new Date(Date.now() + HOUR_MS).toISOString() }),
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
