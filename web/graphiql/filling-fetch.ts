import { getOperationAST, parse } from 'graphql';
import { fillIn, placeholdersIn, valuesFor } from './placeholders.ts';

const STORED = 'accounts-center:last-answers';

interface Parts {
  readonly fetch: typeof fetch;
  /** Keeps what was found in answers. */
  readonly storage: Storage;
  /** The placeholders to look out for in answers. */
  readonly placeholders: readonly string[];
  /** By placeholder, what is there for no answer: it is made for a request, or why it can't be. */
  readonly made: Readonly<Record<string, () => Promise<{ value: string } | { problem: string }>>>;
}

/**
 * Wraps `fetch`: placeholders in the variables of an operation are filled in from the last answers, or with what is made
 * for them. An operation that lacks one is answered with an error that says what to run first, and not sent.
 */
export function fillingFetch({ fetch, storage, placeholders, made }: Parts): typeof fetch {
  const values = JSON.parse(storage.getItem(STORED) ?? '{}') as Record<string, string>;
  const note = (found: Readonly<Record<string, string>>): void =>
    storage.setItem(STORED, JSON.stringify(Object.assign(values, found)));

  async function fill(json: string): Promise<{ json: string } | { problem: string }> {
    const filled = fillIn(json, values);
    const missing = placeholdersIn(filled);
    const name = missing.find((each) => made[each] === undefined) ?? missing[0];
    if (name === undefined) return { json: filled };
    const make = made[name];
    if (make === undefined) return { problem: runFirst(name) };
    // The same request gets the same, so that its idempotency key stands for the same input.
    const request = `${name} for ${filled}`;
    if (values[request] === undefined) {
      const result = await make();
      if ('problem' in result) return result;
      note({ [request]: result.value });
    }
    return fill(fillIn(filled, { [name]: values[request] ?? '' }));
  }

  return async (input, init) => {
    const request = operationIn(init?.body);
    if (request === undefined) return fetch(input, init);
    const filled = await fill(JSON.stringify(request.variables ?? {}));
    if ('problem' in filled) return Response.json({ errors: [{ message: filled.problem }] });
    const variables = JSON.parse(filled.json) as unknown;
    const answer = await fetch(input, { ...init, body: JSON.stringify({ ...request, variables }) });
    const { data } = (await answer
      .clone()
      .json()
      .catch(() => ({}))) as { data?: unknown };
    note(valuesFor(placeholders, request.operationName, data));
    return answer;
  };
}

function runFirst(placeholder: string): string {
  const [operation] = placeholder.split('.');
  return `Run the tab ${operation} first, to its success: {{${placeholder}}} in the variables is an id from its answer.`;
}

interface Operation {
  readonly query: string;
  readonly operationName: string;
  readonly variables?: unknown;
}

/** The operation in a body, if it has a name; GraphiQL's own questions about the schema aside. */
function operationIn(body: unknown): Operation | undefined {
  if (typeof body !== 'string') return undefined;
  const request = JSON.parse(body) as Partial<Operation>;
  const { query = '' } = request;
  const operationName = onlyOperationIn(query) ?? request.operationName;
  return operationName && operationName !== 'IntrospectionQuery' ? { ...request, query, operationName } : undefined;
}

/** For a moment after another tab was chosen, GraphiQL still sends the name of the operation in the tab before. */
function onlyOperationIn(query: string): string | undefined {
  try {
    return getOperationAST(parse(query))?.name?.value;
  } catch {
    return undefined;
  }
}
