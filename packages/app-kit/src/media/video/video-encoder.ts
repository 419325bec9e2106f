import { type ChildProcess, fork } from 'node:child_process';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Encoded, Encoder } from '../encoded.ts';
import type { MediaLimits } from '../limits.ts';
import { type Refusal, refusal } from '../refusal.ts';
import type { RemuxTask } from './remux.ts';

// Beside this file, in the language this file is in: the source is run by `@accounts-center/typescript`, what `tsc` makes of it by Node alone.
const language = extname(import.meta.url);
const script = fileURLToPath(new URL(`./remux-process${language}`, import.meta.url));
const loader = language === '.ts' ? ['--import', '@accounts-center/typescript'] : [];

/** What a terminal or a supervisor sends to every process of a service. */
const ENDING: readonly NodeJS.Signals[] = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/**
 * Writes videos anew, each in a process of its own with bounded memory and time: a container of a few bytes may claim
 * four billion frames, and a reader that believes it must not take the service down.
 */
export function createVideoEncoder(limits: MediaLimits): Encoder {
  return (input, folder) => run({ input, folder, limits }, limits);
}

async function run(task: RemuxTask, { videoTimeoutMs, videoHeapMebibytes }: MediaLimits): Promise<Encoded | Refusal> {
  const child = fork(script, [], {
    execArgv: [...loader, `--max-old-space-size=${videoHeapMebibytes}`],
    env: {},
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    timeout: videoTimeoutMs,
    killSignal: 'SIGKILL',
  });
  child.send(task, () => {});
  return await resultOf(child);
}

/**
 * What the process of one video comes to. One that dies by itself was brought down by its video.
 * @throws when it was ended from outside, as when the whole service is: that says nothing of the video
 */
export function resultOf(child: ChildProcess): Promise<Encoded | Refusal> {
  return new Promise((resolve, reject) => {
    let result: Encoded | Refusal | undefined;
    child.on('message', (message) => {
      result = message as Encoded | Refusal;
    });
    child.on('error', reject);
    child.on('exit', (_code, signal) => {
      if (result !== undefined) resolve(result);
      else if (signal === 'SIGKILL') resolve(refusal('TIME_OUT'));
      else if (signal !== null && ENDING.includes(signal)) reject(new Error(`A video was given up at a ${signal}.`));
      else resolve(refusal('NOT_A_PICTURE_OR_VIDEO'));
    });
  });
}
