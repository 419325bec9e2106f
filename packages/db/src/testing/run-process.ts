import { type ChildProcessByStdio, spawn } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';

/** Runs a TypeScript file in a process of its own, whose `stdin` and `stdout` are pipes. */
export function runProcess(file: URL, ...parameters: string[]): ChildProcessByStdio<Writable, Readable, null> {
  return spawn(process.execPath, ['--import', '@accounts-center/typescript', fileURLToPath(file), ...parameters], {
    cwd: fileURLToPath(new URL('.', import.meta.url)),
    stdio: ['pipe', 'pipe', 'inherit'],
  });
}
