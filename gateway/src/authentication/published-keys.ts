import { IDENTITY_HEADER, type IdentitySigner, type ServiceClient } from '@accounts-center/subgraph-kit';
import type { JSONWebKeySet } from 'jose';
import type { Publication } from './key-set.ts';

const ISSUER_SERVICE = 'accounts-center';
const KEYS_TIMEOUT_MS = 5_000;

interface Calling {
  readonly client: ServiceClient;
  readonly signer: IdentitySigner;
}

/**
 * Fetches the keys that accounts-center publishes.
 * @throws when it does not answer, or not with a key set
 */
export async function fetchPublishedKeys(calling: Calling): Promise<Publication> {
  return { jwks: (await ask('/.well-known/jwks.json', KEYS_TIMEOUT_MS, calling)) as JSONWebKeySet };
}

/**
 * Fetches a page of the sessions that accounts-center has ended.
 * @throws when it does not answer
 */
export function fetchEndedSessions(cursor: string | undefined, timeoutMs: number, calling: Calling): Promise<unknown> {
  const query = cursor === undefined ? '' : `?${new URLSearchParams({ cursor }).toString()}`;
  return ask(`/ended-sessions${query}`, timeoutMs, calling);
}

async function ask(path: string, timeoutMs: number, { client, signer }: Calling): Promise<unknown> {
  const answer = await client.send({
    service: ISSUER_SERVICE,
    method: 'GET',
    path,
    headers: { [IDENTITY_HEADER]: await signer.for(ISSUER_SERVICE) },
    timeoutMs,
    // Not for one request alone.
    outlivesOperation: true,
  });
  const text = await answer.text();
  if (answer.status !== 200) throw new Error(`${path} was answered with status ${answer.status}.`);
  return JSON.parse(text) as unknown;
}
