import type { ErrorLike } from '@apollo/client';
import { useState } from 'react';
import { troubleOf } from '../graph/trouble.ts';
import { TryAgain } from './try-again.tsx';

/** Stands where a section's content would, while it loads or because it could not. */
export function Missing({ error }: { readonly error: ErrorLike | undefined }) {
  // While it is asked for again there is none, and the button has the focus.
  const [latest, setLatest] = useState(error);
  if (error !== undefined && error !== latest) setLatest(error);
  return latest === undefined ? <p>Loading…</p> : <TryAgain>{troubleOf(latest)}</TryAgain>;
}
