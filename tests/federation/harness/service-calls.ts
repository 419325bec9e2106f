import { type EngineSubgraphs, readAnswer } from '@accounts-center/gateway';
import type { Composed } from './composed.ts';
import type { Graph } from './graph.ts';
import type { Run } from './run.ts';
import { createSubgraph } from './subgraph.ts';
import type { World } from './world.ts';

/** The subgraphs of a graph in this process, as an engine calls them. The caller of every call is its run. */
export function createSubgraphs(graph: Graph, composed: Composed, world: World): EngineSubgraphs<Run> {
  const services = new Map(
    [...composed.subgraphs].map(([name, subgraph]) => [name, createSubgraph(name, subgraph, { ...graph, world })]),
  );
  return {
    ask: async (service, request, { asked, down, answers, state }) => {
      asked.push({ service, query: request.query, variables: request.variables });
      if (down.has(service)) return { ok: false, reason: 'unreachable', cause: new Error(`${service} is down.`) };
      const run = services.get(service);
      if (!run) throw new Error(`There is no subgraph ${service}.`);
      const given = answers[service] ?? (await run(request, state));
      const answer = readAnswer(structuredClone(given));
      // As an answer over HTTP would be known to be.
      const isPlain = !JSON.stringify(given).includes('\\');
      return answer.ok ? { ok: true, result: { ...answer.result, isPlain } } : answer;
    },
  };
}
