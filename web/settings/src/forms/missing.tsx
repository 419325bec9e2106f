import type { ErrorLike } from '@apollo/client';
import { troubleOf } from '../graph/trouble.ts';

/** Stands where a section's content would, while it loads or because it could not. */
export function Missing({ error }: { readonly error: ErrorLike | undefined }) {
  return error === undefined ? <p>Loading…</p> : <p role="alert">{troubleOf(error)}</p>;
}
