import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type LoadProcess, startLoad } from '../src/load/start-load.ts';
import { type FloorEntry, floorFile } from './floor/floor-entry.ts';
import type { Start } from './gateways.ts';
import { type Replay, startReplay } from './replay/replay.ts';
import type { Setup } from './scenarios.ts';
import { type Graph, largeShop, shop, supergraphOf } from './workload/subgraphs.ts';

/** What all gateways are measured with. */
export interface Bench {
  readonly replay: Replay;
  readonly load: LoadProcess;
  startOn(setup: Setup): Omit<Start, 'port'>;
  /** Tells the floor what to do. */
  writeFloor(entries: readonly FloorEntry[]): Promise<void>;
  close(): Promise<void>;
}

export async function openBench(): Promise<Bench> {
  const folder = await mkdtemp(join(tmpdir(), 'gateway-bench-'));
  const replay = await startReplay();
  const load = await startLoad();
  const fileOf = ({ name }: Graph): string => join(folder, `${name}.graphql`);
  for (const graph of [shop, largeShop]) await writeFile(fileOf(graph), supergraphOf(graph, replay.origin));
  return {
    replay,
    load,
    startOn: ({ graph, forwards }) => ({
      supergraphFile: fileOf(graph),
      forwards,
      floorFolder: folder,
      origin: replay.origin,
    }),
    writeFloor: async (entries) => {
      for (const entry of entries) await writeFile(floorFile(folder, entry.body), JSON.stringify(entry));
    },
    close: async () => {
      await load.close();
      await replay.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
