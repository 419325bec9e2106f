import { operationText, shop, supergraphOf } from '../../gateway/workload/subgraphs.ts';
import { ask, askRightly, toBody } from '../ask.ts';
import { authenticatedShop } from '../graphs.ts';
import { type Finding, type Stage, withGateway } from '../stage.ts';
import { compareCost, type Variant } from './compare-cost.ts';
import { startTokenIssuer, type TokenIssuer } from './token-issuer.ts';

const CONNECTIONS = 50;
const AIM = 1.03;
/** So high that nobody reaches it. */
const HIGH = 1_000_000_000;
const query = operationText('test-query');

/** What limits, budgets, rate limits and authorisation cost, against a gateway that has as little of them as can be. */
export async function measureLimits(stage: Stage): Promise<Finding> {
  const issuer = await startTokenIssuer();
  try {
    const tokens = Array.from({ length: CONNECTIONS }, (_, count) => issuer.tokenFor(`account-${count}`));
    const [token = ''] = tokens;
    const bare: Variant = {
      id: 'bare',
      title: 'none',
      supergraph: supergraphOf(shop, stage.replay.origin),
      settings: BARE,
    };
    const guarded: Variant = {
      id: 'guarded',
      title: 'limits, cost budget, rate limits, authorisation',
      supergraph: authenticatedShop(stage.replay.origin),
      settings: guardedSettings(issuer),
      aim: AIM,
      begin: async ({ url }) => {
        await checkGuards(url, token);
        return () => {};
      },
    };
    const lengths = [await withGateway(stage, bare, ({ url }) => askRightly(url, query, token))];
    const shape = { bodies: [toBody(query)], lengths, connections: CONNECTIONS, authorization: tokens };
    return await compareCost(stage, [bare, guarded], shape);
  } finally {
    issuer.close();
  }
}

const COMMON = {
  subgraphs: { all: { forwardHeaders: ['authorization'] } },
  caching: { shareIdenticalRequests: true },
};

const LIMITS = ['maxTokens', 'maxDepth', 'maxFields', 'maxAliases', 'maxDirectives', 'maxRootFields', 'maxCost'];
const BARE = { ...COMMON, limits: Object.fromEntries(LIMITS.map((name) => [name, HIGH])) };

function guardedSettings({ issuer, audience, jwksUrl, algorithm }: TokenIssuer): object {
  return {
    ...COMMON,
    // The limits are those by default.
    limits: { costBudget: { cost: HIGH, perMs: 60_000 } },
    authentication: { issuers: [{ issuer, audience: [audience], jwksUrl, algorithms: [algorithm] }] },
    rateLimits: {
      store: 'memory',
      rules: [
        { name: 'everybody', by: 'address', limit: HIGH, perMs: 60_000 },
        { name: 'accounts', by: 'account', limit: HIGH, perMs: 60_000 },
      ],
    },
  };
}

/** @throws Error when something of what is measured is not there */
async function checkGuards(url: string, token: string): Promise<void> {
  await askRightly(url, query, token);
  const { headers } = await ask(url, toBody('{ __typename }'), token);
  if (!headers.has('ratelimit')) throw new Error('There are no rate limits.');
  const plain = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: toBody('{ users { id } }'),
  });
  const text = await plain.text();
  if (!text.includes('"errors"')) throw new Error(`Whoever is nobody may ask: ${text.slice(0, 200)}`);
  const forged = await ask(url, toBody('{ __typename }'), `${token.slice(0, -4)}AAAA`);
  if (forged.status !== 401) throw new Error(`A forged token is answered ${forged.status}.`);
}
