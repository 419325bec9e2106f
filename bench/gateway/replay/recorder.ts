import { type GraphQLSchema, graphql } from 'graphql';
import { query } from '../workload/store.ts';
import { largeShop, subgraphSchema } from '../workload/subgraphs.ts';

/** Answers subgraph requests in whole HTTP responses. */
export interface Recorder {
  /** @returns at once what was answered before; else a promise of what the subgraph says */
  answer(path: string, body: string): Buffer | Promise<Buffer>;
}

interface SubgraphRequest {
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>> | null;
  readonly operationName?: string | null;
}

/** Subgraphs that can be run. */
export interface Services {
  readonly schemas: ReadonlyMap<string, GraphQLSchema>;
  /** Of their root fields. */
  readonly rootValue: unknown;
}

const shopServices = (): Services => ({
  schemas: new Map(largeShop.subgraphs.map((name) => [name, subgraphSchema(name)])),
  rootValue: query,
});

/** Runs a real subgraph on the first sight of a request, and remembers its answer's bytes: each gateway asks in its own words. */
export function createRecorder({ schemas, rootValue } = shopServices()): Recorder {
  const answers = new Map<string, Buffer | Promise<Buffer>>();

  async function record(key: string, path: string, body: string): Promise<Buffer> {
    const response = toResponse(await execute(schemas.get(path.slice(1)), rootValue, body));
    answers.set(key, response);
    return response;
  }

  return {
    answer(path, body) {
      const key = path + body;
      const known = answers.get(key);
      if (known !== undefined) return known;
      const recorded = record(key, path, body);
      answers.set(key, recorded);
      return recorded;
    },
  };
}

async function execute(schema: GraphQLSchema | undefined, rootValue: unknown, body: string): Promise<unknown> {
  if (schema === undefined) return { errors: [{ message: 'There is no such subgraph.' }] };
  const request = JSON.parse(Buffer.from(body, 'latin1').toString()) as SubgraphRequest;
  const { query: source, variables = null, operationName = null } = request;
  return graphql({ schema, source, variableValues: variables, operationName, rootValue });
}

function toResponse(answer: unknown): Buffer {
  const body = Buffer.from(JSON.stringify(answer));
  const head = `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n`;
  return Buffer.concat([Buffer.from(head), body]);
}
