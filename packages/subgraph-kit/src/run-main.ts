import { ConfigError } from './config.ts';

/**
 * Runs what a process is there for. When it can't start for a reason that whoever started it can mend (a variable, a port, a
 * folder), it ends with that reason in plain words; any other error ends it with its stack.
 */
export async function runMain(main: () => Promise<void>): Promise<void> {
  try {
    await main();
  } catch (error) {
    const reason = startFailure(error);
    if (reason === undefined) throw error;
    process.stderr.write(`${reason}\n`);
    // oxlint-disable-next-line unicorn/no-process-exit -- what the start has opened so far would keep the process
    process.exit(1);
  }
}

/** In plain words, why a process could not start; `undefined` when it is no matter of where or how it was started. */
export function startFailure(error: unknown): string | undefined {
  if (error instanceof ConfigError) return error.message;
  if (!(error instanceof Error) || !('code' in error)) return undefined;
  const { code = '', port, syscall } = error as NodeJS.ErrnoException & { readonly port?: number };
  if (code.startsWith('ERR_PARSE_ARGS_')) return error.message;
  if (syscall === undefined) return undefined;
  if (code === 'EADDRINUSE') return `Port ${port} is in use. Set PORT to another one.`;
  return 'path' in error ? error.message : undefined;
}
