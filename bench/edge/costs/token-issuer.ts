import { generateKeyPairSync, sign } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Issues access tokens, and publishes the key that they are checked with. */
export interface TokenIssuer {
  readonly issuer: string;
  readonly audience: string;
  readonly jwksUrl: string;
  readonly algorithm: string;
  tokenFor(account: string): string;
  close(): void;
}

const VALID_SECONDS = 6 * 3_600;
const KEY_ID = 'key-1';

export async function startTokenIssuer(): Promise<TokenIssuer> {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const key = { ...publicKey.export({ format: 'jwk' }), kid: KEY_ID, alg: 'EdDSA', use: 'sig' };
  const server = createServer((_, response) =>
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ keys: [key] })),
  );
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const audience = 'https://shop.example';
  return {
    issuer: origin,
    audience,
    jwksUrl: `${origin}/jwks.json`,
    algorithm: key.alg,
    tokenFor: (account) => {
      const iat = Math.floor(Date.now() / 1_000);
      const claims = { iss: origin, aud: audience, sub: account, iat, exp: iat + VALID_SECONDS };
      const signed = `${part({ alg: key.alg, typ: 'at+jwt', kid: KEY_ID })}.${part(claims)}`;
      return `${signed}.${sign(null, Buffer.from(signed), privateKey).toString('base64url')}`;
    },
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

function part(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
