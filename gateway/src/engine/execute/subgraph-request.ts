import type { SubgraphOperation } from '../../transport/subgraph-transport.ts';
import type { Variables } from '../operation/coerce-variables.ts';

/** An operation whose body is written, and whose variables are made of it for a subgraph that wants no text. */
export class SubgraphRequest implements SubgraphOperation {
  readonly query: string;
  /** The body of the HTTP request. */
  readonly body: string;
  readonly isMutation: boolean;
  readonly #variablesText: string;

  constructor(
    { query, bodyStart, isMutation }: { query: string; bodyStart: string; isMutation: boolean },
    variablesText: string,
  ) {
    this.query = query;
    this.isMutation = isMutation;
    this.body = `${bodyStart}${variablesText}}`;
    this.#variablesText = variablesText;
  }

  get variables(): Record<string, unknown> {
    return JSON.parse(this.#variablesText) as Record<string, unknown>;
  }
}

/** The JSON members of those variables that the request has; each begins with a comma. */
export function variableMembers(names: readonly string[], values: Variables): string {
  let text = '';
  for (const name of names) {
    const value = Object.hasOwn(values, name) ? values[name] : undefined;
    if (value !== undefined) text += `,"${name}":${JSON.stringify(value)}`;
  }
  return text;
}
