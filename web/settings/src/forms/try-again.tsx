import { type ReactNode, use, useState } from 'react';
import { RefreshContext } from '../graph/refresh.ts';
import { Button } from './button.tsx';

/** Says what could not be loaded, and has all that the page shows asked for again. */
export function TryAgain({ children }: { readonly children: ReactNode }) {
  const refresh = use(RefreshContext);
  const [isBusy, setIsBusy] = useState(false);

  async function tryAgain(): Promise<void> {
    setIsBusy(true);
    await refresh();
    setIsBusy(false);
  }

  return (
    <div role="alert">
      <p>{isBusy ? 'Loading…' : children}</p>
      <Button isBusy={isBusy} onClick={() => void tryAgain()}>
        Try again
      </Button>
    </div>
  );
}
