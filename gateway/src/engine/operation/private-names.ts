import type { RandomUint32 } from '@accounts-center/subgraph-kit';

/** Names that no client can know: what a client calls by a name that could collide is called by one of these inside. */
export interface PrivateNames {
  /** The name inside for a client's response key; `index` tells apart fields that share one. */
  keyFor(clientKey: string, index: number): string;
  /** The client's response key for a name inside; other names are their own. */
  clientKeyOf(name: string): string;
  /** The name inside for a client's variable. */
  variableFor(name: string): string;
  /** The response key of a field that stands where the client, in effect, asks for nothing. */
  readonly placeholder: string;
}

/** @param random drawn once: a process keeps its names */
export function createPrivateNames(random: RandomUint32): PrivateNames {
  const prefix = `x${random().toString(36)}${random().toString(36)}_`;
  return {
    keyFor: (clientKey, index) => `${prefix}${index}_${clientKey}`,
    clientKeyOf: (name) => (name.startsWith(prefix) ? name.slice(name.indexOf('_', prefix.length) + 1) : name),
    variableFor: (name) => `${prefix}${name}`,
    placeholder: `${prefix}placeholder`,
  };
}
