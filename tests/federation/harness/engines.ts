import {
  createFederationEngine,
  type EngineOptions,
  type EngineSubgraphs,
  type Subgraphs,
} from '@accounts-center/gateway';
import { createStockEngine } from '@accounts-center/gateway/stock-engine';
import { silentLogger } from '@accounts-center/subgraph-kit';
import { getOperationAST, type OperationDefinitionNode, print, validate } from 'graphql';
import type { Composed } from './composed.ts';
import type { Answer, Request } from './monolith.ts';
import type { Run } from './run.ts';

/** An engine that serves one supergraph. */
export interface RunningEngine {
  execute(request: Request, run: Run): Promise<Answer>;
}

/** Starts an engine on a supergraph; throws what it has against it. */
export type StartEngine = (composed: Composed, subgraphs: EngineSubgraphs<Run>) => Promise<RunningEngine>;

/** The engine of this project. */
export const startOurs: StartEngine = (composed, subgraphs) => start(composed, subgraphs, {});

/** The same where all callers are one: what is identical and under way is asked once. */
export const startSharing: StartEngine = (composed, subgraphs) =>
  start(composed, subgraphs, { identityOf: () => 'everybody', shareIdenticalRequests: true });

async function start(
  { supergraphSdl }: Composed,
  subgraphs: EngineSubgraphs<Run>,
  options: Partial<EngineOptions<Run>>,
): Promise<RunningEngine> {
  const engine = createFederationEngine<Run>({
    supergraphSdl,
    subgraphs,
    log: silentLogger,
    grantsOf: ({ grants }) => grants ?? { isAuthenticated: false, scopes: new Set() },
    policies: async (names, { grants }) => new Set(names.filter((name) => grants?.policies.has(name))),
    overrideLabels: (labels, { caller }) => labels.filter((label) => caller.labels.includes(label)),
    ...options,
  });
  return {
    execute: async ({ document, operationName, variables }, run) =>
      plain(await engine.execute({ source: print(document), operationName, variables, context: { caller: run } })),
  };
}

/** @apollo/gateway, as the gateway runs it. */
export const startStock: StartEngine = async ({ supergraphSdl, api }, subgraphs) => {
  const engine = createStockEngine({
    supergraphSdl,
    subgraphs: subgraphs as unknown as Subgraphs,
    log: silentLogger,
  });
  const { executor } = await engine.load({ apollo: {} });
  const execute = executor as unknown as (context: object) => Promise<Answer>;
  return {
    execute: async ({ document, operationName, variables }, run) => {
      const refused = validate(api, document, engine.validationRules);
      if (refused.length > 0) return plain({ errors: refused });
      const source = print(document);
      const operation = getOperationAST(document, operationName) as OperationDefinitionNode;
      return plain(
        await execute({
          request: { query: source, operationName, variables: variables ?? {} },
          document,
          source,
          queryHash: source,
          operation,
          operationName: operation.name?.value ?? null,
          context: { caller: run },
          logger: silentLogger,
          metrics: {},
        }),
      );
    },
  };
};

function plain(answer: unknown): Answer {
  return JSON.parse(JSON.stringify(answer)) as Answer;
}
