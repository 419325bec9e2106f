import type { Logger } from '@accounts-center/subgraph-kit';
import { identityOf } from './caller.ts';
import { createFederationEngine } from './engine/federation-engine.ts';
import type { Engine, EngineName } from './engine.ts';
import type { Subgraphs } from './transport/subgraphs.ts';

/** Creates the engine of that name. What the other one is made of stays unloaded: @apollo/gateway is large. */
export async function createEngine(
  name: EngineName,
  parts: { supergraphSdl: string; subgraphs: Subgraphs; log: Logger },
): Promise<Engine> {
  if (name === 'stock') return (await import('./stock-engine/stock-engine.ts')).createStockEngine(parts);
  return createFederationEngine({ ...parts, identityOf });
}
