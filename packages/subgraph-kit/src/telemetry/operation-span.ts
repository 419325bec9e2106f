import { continueAt, currentTrace } from '../request-scope.ts';
import { SPAN_KIND, Span } from './span.ts';
import type { Tracer } from './tracing.ts';

const BEGINNING = /^\s*(query|mutation|subscription)\b\s*([_A-Za-z]\w*)?/;

/** The attributes of a GraphQL operation by the conventions of OpenTelemetry. Never its text or its variables: people are in them. */
export function operationAttributes(type: string, name: string | undefined): Record<string, string> {
  return { 'graphql.operation.type': type, ...(name !== undefined && { 'graphql.operation.name': name }) };
}

/**
 * Answers an operation under a span of its own, where the request that it is part of is recorded. What it calls hangs below.
 * @param query its text, as whoever calls services writes it: by its beginning the span has its name
 */
export function inOperationSpan<T>(tracer: Tracer | undefined, query: unknown, work: () => Promise<T>): Promise<T> {
  const trace = currentTrace();
  if (tracer === undefined || trace?.isSampled !== true) return work();
  const [, type = 'query', name] = (typeof query === 'string' && BEGINNING.exec(query)) || [];
  const title = name === undefined ? type : `${type} ${name}`;
  const span = tracer.begin(trace, title, SPAN_KIND.server, operationAttributes(type, name));
  if (!span) return work();
  continueAt(span);
  return work().finally(() => span.end());
}

/** Marks the operation that is being answered as failed. */
export function failOperationSpan(code: string): void {
  const span = currentTrace();
  if (span instanceof Span) span.fail(code);
}
