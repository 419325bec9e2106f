import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { freePort } from '../measure/free-port.ts';

/** What a process has used so far. */
export interface Usage {
  readonly processorMs: number;
  readonly residentBytes: number;
}

/** A constellation in a process of its own. */
export interface Server {
  readonly url: string;
  /** Waits until everything that requests have left is done, too. */
  usage(): Promise<Usage>;
  close(): Promise<void>;
}

const file = fileURLToPath(new URL('constellation-process.ts', import.meta.url));

/** @param folder where its databases are */
export async function startServer(folder: string): Promise<Server> {
  const child = fork(file, [folder, String(await freePort())], {
    execArgv: ['--import', '@accounts-center/typescript'],
  });
  const { url } = await answerOf<{ url: string }>(child);
  return {
    url,
    usage: () => ask(child, 'usage'),
    close: async () => {
      const ended = once(child, 'exit');
      await ask(child, 'close');
      await ended;
    },
  };
}

async function ask(child: ChildProcess, question: 'usage' | 'close'): Promise<Usage> {
  const answer = answerOf<Usage>(child);
  child.send(question);
  return answer;
}

function answerOf<T>(child: ChildProcess): Promise<T> {
  return new Promise((resolve, reject) => {
    const onExit = (): void => reject(new Error('The constellation has ended.'));
    child.once('exit', onExit);
    child.once('message', (answer) => {
      child.off('exit', onExit);
      resolve(answer as T);
    });
  });
}
