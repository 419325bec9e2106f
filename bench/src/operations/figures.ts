import { median, quantile, sum } from '../measure/numbers.ts';
import type { Result } from '../report/report.ts';
import { megabytes, rounded } from '../report/table.ts';
import type { Block } from './measure-requests.ts';
import { type OperationName, operationNames } from './scene.ts';

/** Collects what was measured, and makes tables of it. */
export interface Figures {
  add(people: number, operation: OperationName, block: Block): void;
  result(connections: number, rounds: number): Result;
}

const AIM = 1.3;

/** @param sizes numbers of people, in the order of the tables */
export function createFigures(sizes: readonly number[]): Figures {
  const blocks = new Map<string, Block[]>();
  const keyOf = (people: number, operation: OperationName): string => `${people} ${operation}`;
  const of = (people: number, operation: OperationName): Summary =>
    summarize(blocks.get(keyOf(people, operation)) ?? []);

  function figures(): string[][] {
    return operationNames.flatMap((operation) =>
      sizes.map((people) => {
        const { requests, p50Ms, p99Ms, perSecond, processorMs } = of(people, operation);
        const numbers = [p50Ms, p99Ms, perSecond, processorMs].map(rounded);
        return [operation, people.toLocaleString('en'), String(requests), ...numbers];
      }),
    );
  }

  function growth(): string[][] {
    const [first = 0, last = 0] = [sizes[0], sizes.at(-1)];
    return operationNames.map((operation) => {
      const [small, large] = [of(first, operation), of(last, operation)];
      const ratio = large.processorMs / small.processorMs;
      return [
        operation,
        `${rounded(ratio)}×`,
        `${rounded(large.p50Ms / small.p50Ms)}×`,
        ratio <= AIM ? 'yes' : '**no**',
      ];
    });
  }

  return {
    add: (people, operation, block) => {
      const known = blocks.get(keyOf(people, operation)) ?? [];
      blocks.set(keyOf(people, operation), [...known, block]);
    },
    result: (connections, rounds) => ({
      method: method(connections, rounds),
      tables: [
        {
          columns: ['operation', 'people', 'requests', 'p50, ms', 'p99, ms', 'requests/s', 'processor, ms/request'],
          rows: figures(),
        },
        { columns: ['growth from first to last', 'processor time', 'p50', `within ${AIM}×`], rows: growth() },
        {
          columns: ['people', 'server’s memory afterwards, MB'],
          rows: sizes.map((people) => [people.toLocaleString('en'), memory(people)]),
        },
      ],
    }),
  };

  function memory(people: number): string {
    const all = operationNames.flatMap((operation) => blocks.get(keyOf(people, operation)) ?? []);
    return megabytes(all.at(-1)?.residentBytes ?? 0);
  }
}

interface Summary {
  readonly requests: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly perSecond: number;
  /** For one request; the median of the rounds, as a disturbed round says nothing of the operation. */
  readonly processorMs: number;
}

function summarize(blocks: readonly Block[]): Summary {
  const latenciesMs = blocks.flatMap((block) => block.latenciesMs);
  return {
    requests: latenciesMs.length,
    p50Ms: quantile(latenciesMs, 0.5),
    p99Ms: quantile(latenciesMs, 0.99),
    perSecond: (latenciesMs.length / sum(blocks.map(({ durationMs }) => durationMs))) * 1_000,
    processorMs: median(blocks.map((block) => block.processorMs / block.latenciesMs.length)),
  };
}

function method(connections: number, rounds: number): string {
  return `The constellation in one process on SQLite files, asked over HTTP by another process through ${connections} connections, in
${rounds} rounds that take the sizes in turn, after a round to warm up. Everybody is signed in before, and a link’s proofs are
made before, as both hash passwords. Copies are of words alone. A username is kept the same in two to four apps. The
processor time is the server’s, with the deliveries and events that a request leaves behind. Aim: it grows by no more than
${AIM}× from the first size to the last.`;
}
