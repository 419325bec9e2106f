import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Replay, startReplay } from '../gateway/replay/replay.ts';
import { type LoadProcess, startLoad } from '../src/load/start-load.ts';
import { gatewayMain, type RunningGateway, startGateway } from '../src/measure/running-gateway.ts';
import type { Table } from '../src/report/table.ts';

/** How a gateway is set up. */
export interface Setup {
  /** As tables call it. */
  readonly title: string;
  readonly supergraph: string;
  /** What its settings file holds. */
  readonly settings: object;
}

/** What scenarios are played on. */
export interface Stage {
  /** The shop's subgraphs. */
  readonly replay: Replay;
  readonly load: LoadProcess;
  readonly rounds: number;
  /** Whether it only has to be seen that all works. */
  readonly brief: boolean;
  readonly soakMs: number;
  /** Starts a gateway by its command line, on files. */
  start(setup: Setup): Promise<RunningGateway>;
  close(): Promise<void>;
}

/** One aim, and what was found: the cells of a row. */
export type AimRow = readonly [what: string, found: string, aim: string];

/** What a scenario found out. */
export interface Finding {
  readonly aims: readonly AimRow[];
  readonly tables: readonly Table[];
}

export async function openStage(options: Pick<Stage, 'rounds' | 'brief' | 'soakMs'>): Promise<Stage> {
  const folder = await mkdtemp(join(tmpdir(), 'edge-bench-'));
  const replay = await startReplay();
  const load = await startLoad();
  let count = 0;
  return {
    ...options,
    replay,
    load,
    start: async ({ title, supergraph, settings }) => {
      const file = join(folder, String(count++));
      const [supergraphFile, settingsFile] = [`${file}.graphql`, `${file}.yaml`];
      await writeFile(supergraphFile, supergraph);
      // JSON is YAML, too.
      await writeFile(settingsFile, JSON.stringify(settings));
      const files = ['--supergraph', supergraphFile, '--settings', settingsFile];
      const parameters = (port: number) => [
        '--import',
        '@accounts-center/typescript',
        gatewayMain,
        ...files,
        '--port',
        String(port),
      ];
      return startGateway({ title, parameters });
    },
    close: async () => {
      await load.close();
      await replay.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Starts one gateway after the other, and ends all that were started when one does not start. */
export async function startAll<S extends Setup>(stage: Stage, setups: readonly S[]): Promise<Map<S, RunningGateway>> {
  const started = new Map<S, RunningGateway>();
  try {
    for (const setup of setups) started.set(setup, await stage.start(setup));
    return started;
  } catch (error) {
    await stopAll(started);
    throw error;
  }
}

/** Does something with a gateway that is there for it alone. */
export async function withGateway<T>(
  stage: Stage,
  setup: Setup,
  use: (gateway: RunningGateway) => Promise<T>,
): Promise<T> {
  const gateway = await stage.start(setup);
  try {
    return await use(gateway);
  } finally {
    await gateway.stop();
  }
}

export async function stopAll(gateways: ReadonlyMap<unknown, RunningGateway>): Promise<void> {
  for (const gateway of gateways.values()) await gateway.stop();
}
