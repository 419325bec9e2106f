import { problemOf } from '../gateway/check-answers.ts';
import { createReference } from '../gateway/workload/reference.ts';
import { largeShop } from '../gateway/workload/subgraphs.ts';

/** A whole answer. */
export interface Answered {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

export function toBody(query: string): string {
  return JSON.stringify({ query });
}

/** Asks a gateway once. */
export async function ask(url: string, body: string, token = 'check'): Promise<Answered> {
  const headers = { 'content-type': 'application/json', accept: 'application/json', authorization: `Bearer ${token}` };
  const response = await fetch(`${url}/graphql`, { method: 'POST', headers, body });
  return { status: response.status, headers: response.headers, text: await response.text() };
}

/**
 * Asks the shop, and compares with what graphql-js answers over the same data.
 * @returns the length of the right answer, in bytes
 * @throws Error that says where the answer is wrong
 */
export async function askRightly(url: string, query: string, token?: string): Promise<number> {
  const { status, text } = await ask(url, toBody(query), token);
  const problem = problemOf(status, text, createReference(largeShop)(query));
  if (problem !== undefined) throw new Error(problem);
  return Buffer.byteLength(text);
}
