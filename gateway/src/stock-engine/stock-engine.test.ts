import { readFileSync } from 'node:fs';
import { supergraphPath } from '@accounts-center/schema';
import { silentLogger } from '@accounts-center/subgraph-kit';
import type { GatewayExecutor } from '@apollo/server-gateway-interface';
import { parse } from 'graphql';
import { expect, it } from 'vitest';
import { createStockEngine } from './stock-engine.ts';

it('loads a graph with subscriptions, and refuses them instead of answering once', async () => {
  const engine = createStockEngine({
    supergraphSdl: readFileSync(supergraphPath, 'utf8'),
    subgraphs: { ask: () => Promise.reject(new Error('Nobody is to be asked.')) },
    log: silentLogger,
  });
  const { executor } = await engine.load({ apollo: {} });
  const document = parse('subscription { accountsCenterChanged { id } }');
  const [operation] = document.definitions;
  const context = { document, operation, request: { http: undefined } } as unknown as Parameters<GatewayExecutor>[0];
  const { data, errors } = (await executor?.(context)) ?? {};
  expect(data).toBeUndefined();
  expect(errors).toMatchObject([{ extensions: { code: 'NOT_SUPPORTED' } }]);
  await engine.stop?.();
});
