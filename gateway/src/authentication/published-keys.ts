import { IDENTITY_HEADER, type IdentitySigner, type ServiceClient } from '@accounts-center/subgraph-kit';
import type { JSONWebKeySet } from 'jose';

const ISSUER_SERVICE = 'accounts-center';
const TIMEOUT_MS = 5_000;

/**
 * Fetches the keys that accounts-center publishes.
 * @throws when it does not answer, or not with a key set
 */
export async function fetchPublishedKeys({
  client,
  signer,
}: {
  client: ServiceClient;
  signer: IdentitySigner;
}): Promise<JSONWebKeySet> {
  const answer = await client.send({
    service: ISSUER_SERVICE,
    method: 'GET',
    path: '/.well-known/jwks.json',
    headers: { [IDENTITY_HEADER]: await signer.for(ISSUER_SERVICE) },
    timeoutMs: TIMEOUT_MS,
  });
  const text = await answer.text();
  if (answer.status !== 200) throw new Error(`The key set was answered with status ${answer.status}.`);
  return JSON.parse(text) as JSONWebKeySet;
}
