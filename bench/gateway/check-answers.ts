import { isDeepStrictEqual } from 'node:util';
import { request } from 'undici';
import { type RunningGateway, startGateway } from '../src/measure/running-gateway.ts';
import type { Bench } from './bench.ts';
import type { FloorEntry } from './floor/floor-entry.ts';
import { type Contestant, commandOf } from './gateways.ts';
import type { Setup } from './scenarios.ts';
import { createReference } from './workload/reference.ts';

/** What asking a gateway everything that it will be measured with found out. */
export interface CheckedAnswers {
  /** The length of the answer to each request body, in bytes. */
  readonly lengths: ReadonlyMap<string, number>;
  /** What is wrong with the answer to each, where anything is. */
  readonly problems: ReadonlyMap<string, string>;
  /** What it did for each, when it was traced. */
  readonly traced: readonly FloorEntry[];
}

/**
 * Compares a gateway's answers with the reference's, which also records its subgraph requests.
 * @param isTraced whether to find out what waits for what
 */
export async function checkAnswers(
  contestant: Contestant,
  setup: Setup,
  bodies: ReadonlySet<string>,
  bench: Bench,
  isTraced: boolean,
): Promise<CheckedAnswers> {
  const lengths = new Map<string, number>();
  const problems = new Map<string, string>();
  const traced: FloorEntry[] = [];
  const reference = createReference(setup.graph);
  let gateway: RunningGateway | undefined;
  try {
    gateway = await startGateway(commandOf(contestant, bench.startOn(setup)));
    for (const body of bodies) {
      const before = await bench.replay.ask(isTraced ? 'trace' : 'counts');
      const { statusCode, text } = await send(gateway.url, body);
      const { unauthorized, levels } = await bench.replay.ask(isTraced ? 'end trace' : 'counts');
      const { query } = JSON.parse(body) as { readonly query: string };
      const keepsAuthorization = setup.forwards && unauthorized > before.unauthorized;
      const problem = keepsAuthorization ? 'keeps the authorization' : problemOf(statusCode, text, reference(query));
      if (problem !== undefined) problems.set(body, problem);
      lengths.set(body, Buffer.byteLength(text));
      if (isTraced) traced.push({ body, levels, answer: text });
    }
  } catch (error) {
    for (const body of bodies) problems.set(body, error instanceof Error ? error.message : String(error));
  } finally {
    await gateway?.stop();
  }
  return { lengths, problems, traced };
}

async function send(url: string, body: string): Promise<{ readonly statusCode: number; readonly text: string }> {
  const headers = { 'content-type': 'application/json', accept: 'application/json', authorization: 'Bearer check' };
  const answer = await request(`${url}/graphql`, { method: 'POST', headers, body });
  return { statusCode: answer.statusCode, text: await answer.body.text() };
}

/** @returns where an answer differs from what it has to be, or `undefined` */
export function problemOf(statusCode: number, text: string, data: unknown): string | undefined {
  if (statusCode !== 200) return `answers ${statusCode}: ${text.slice(0, 200)}`;
  const answer = JSON.parse(text) as unknown;
  return isDeepStrictEqual(answer, { data }) ? undefined : `wrong at ${differenceOf(answer, { data }, 'answer')}`;
}

function differenceOf(actual: unknown, expected: unknown, path: string): string {
  if (isObject(actual) && isObject(expected)) {
    const keys = new Set([...Object.keys(expected), ...Object.keys(actual)]);
    const key = [...keys].find((one) => !isDeepStrictEqual(actual[one], expected[one]));
    if (key !== undefined) return differenceOf(actual[key], expected[key], `${path}.${key}`);
  }
  return `${path}: ${show(actual)} instead of ${show(expected)}`;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function show(value: unknown): string {
  return (JSON.stringify(value) ?? 'nothing').slice(0, 80);
}
