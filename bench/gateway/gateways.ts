import { fileURLToPath } from 'node:url';
import { type GatewayCommand, gatewayMain } from '../src/measure/running-gateway.ts';

/** A gateway that takes part. */
export interface Contestant {
  readonly id: 'ours' | 'stock' | 'hive' | 'hive-rust' | 'floor';
  /** As tables call it. */
  readonly title: string;
  /** What Node.js is started with. */
  readonly parameters: (start: Start) => readonly string[];
}

/** What a gateway is started on. */
export interface Start {
  readonly supergraphFile: string;
  readonly port: number;
  /** Whether subgraphs get the caller's `authorization`. */
  readonly forwards: boolean;
  /** For the floor: what to do, and where. */
  readonly floorFolder: string;
  readonly origin: string;
}

const peers = fileURLToPath(new URL('peers', import.meta.url));
const floor = fileURLToPath(new URL('floor/floor-process.ts', import.meta.url));

const hive = ({ supergraphFile, port }: Start): string[] => {
  const bin = `${peers}/node_modules/@graphql-hive/gateway/dist/bin.js`;
  const listen = ['--host', '127.0.0.1', '--port', String(port)];
  return [bin, 'supergraph', supergraphFile, ...listen, '--config-path', `${peers}/hive-gateway.config.mjs`];
};

/** All that take part, in the order of the tables. */
export const contestants: readonly Contestant[] = [
  {
    id: 'ours',
    title: 'this gateway',
    parameters: ({ supergraphFile, port, forwards }) => {
      const options = ['--share-identical-requests', ...(forwards ? ['--forward-header', 'authorization'] : [])];
      return [
        '--import',
        '@accounts-center/typescript',
        gatewayMain,
        '--supergraph',
        supergraphFile,
        '--port',
        String(port),
        ...options,
      ];
    },
  },
  {
    id: 'hive-rust',
    title: 'Hive Gateway, Rust planner',
    parameters: (start) => [...hive(start), '--hive-router-runtime'],
  },
  { id: 'hive', title: 'Hive Gateway, JavaScript planner', parameters: (start) => [...hive(start), '--jit'] },
  {
    id: 'stock',
    title: 'stock @apollo/gateway',
    parameters: ({ supergraphFile, port }) => [`${peers}/apollo-gateway.mjs`, supergraphFile, String(port)],
  },
  {
    id: 'floor',
    title: 'the floor',
    parameters: ({ floorFolder, origin, port }) => [
      '--import',
      '@accounts-center/typescript',
      floor,
      floorFolder,
      origin,
      String(port),
    ],
  },
];

/** How it is started on that. */
export function commandOf({ title, parameters }: Contestant, start: Omit<Start, 'port'>): GatewayCommand {
  return {
    title,
    parameters: (port) => parameters({ ...start, port }),
    // The peers' own files read it.
    environment: { FORWARD_HEADER: start.forwards ? 'authorization' : '' },
  };
}
