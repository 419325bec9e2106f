import type { ClaimedFolder } from './data-folder.ts';

/** Ends what this process is there for by a signal, or, with the reason, when its data folder is gone. */
export function endWhenTold(folder: ClaimedFolder, close: () => Promise<void>): void {
  const end = (): void => void close().then(folder.release);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, end);
  folder.lost.addEventListener('abort', () => {
    process.stderr.write(`${String(folder.lost.reason)}\n`);
    process.exitCode = 1;
    end();
  });
}
