import { CombinedGraphQLErrors, type ErrorLike, ServerError } from '@apollo/client';
import { nameOfService } from '../apps/apps.ts';

interface PublicError {
  readonly message?: string;
  readonly extensions?: Readonly<Record<string, unknown>>;
}

/** What went wrong with a request, in words for the person; each cause once. */
export function troublesOf(error: ErrorLike | undefined): string[] {
  if (error === undefined) return [];
  const errors = publicErrorsOf(error);
  if (errors.length === 0) return ['There is no answer. Check your connection and try again.'];
  return [...new Set(errors.map(wordsOf))];
}

/** The same in one sentence after the other. */
export function troubleOf(error: ErrorLike | undefined): string {
  return troublesOf(error).join(' ') || 'Something went wrong. Try again.';
}

function publicErrorsOf(error: ErrorLike): readonly PublicError[] {
  if (CombinedGraphQLErrors.is(error)) return error.errors;
  if (!ServerError.is(error)) return [];
  try {
    const { errors } = JSON.parse(error.bodyText) as { errors?: PublicError[] };
    return errors ?? [{}];
  } catch {
    return [{}];
  }
}

function wordsOf({ extensions = {} }: PublicError): string {
  const { code, service, requestId } = extensions;
  if (typeof service === 'string') return `${nameOfService(service)} does not answer at the moment.`;
  if (code === 'UNAUTHENTICATED') return 'You are not signed in any longer. Sign in again.';
  const reference = typeof requestId === 'string' ? ` If it stays so, name this to support: ${requestId}.` : '';
  return `Something went wrong. Try again.${reference}`;
}
