import type { ClaimedFolder } from './data-folder.ts';

/** What of a process it takes to end it. */
export type Ending = Pick<NodeJS.Process, 'once' | 'exit' | 'exitCode'> & {
  readonly stderr: Pick<NodeJS.WriteStream, 'write'>;
};

/**
 * Ends what this process is there for by a signal, or, with the reason, when its data folder is gone: from the call on, also
 * while its first work goes on.
 *
 * @param close ends it; when it can't, the process ends all the same
 * @param begin its first work; what fails there because the end came meanwhile is no failure
 * @throws what `begin` throws without that
 */
export async function endWhenTold(
  { lost }: Pick<ClaimedFolder, 'lost'>,
  close: () => Promise<void>,
  begin: () => Promise<void>,
  host: Ending = process,
): Promise<void> {
  let isEnding = false;
  const end = (): void => {
    if (isEnding) return;
    isEnding = true;
    close().catch((error: unknown) => {
      host.stderr.write(`It did not end cleanly: ${error instanceof Error ? error.stack : String(error)}\n`);
      // oxlint-disable-next-line unicorn/no-process-exit -- what could not be closed would keep the process
      host.exit(1);
    });
  };
  const endAsLost = (): void => {
    host.stderr.write(`${String(lost.reason)}\n`);
    host.exitCode = 1;
    end();
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) host.once(signal, end);
  if (lost.aborted) endAsLost();
  else lost.addEventListener('abort', endAsLost, { once: true });
  try {
    if (!isEnding) await begin();
  } catch (error) {
    if (!isEnding) throw error;
  }
}
