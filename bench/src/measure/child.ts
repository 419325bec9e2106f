import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** A process of the benchmark's own, which answers one question after the other. */
export interface Child<Question, Answer> {
  ask(question: Question): Promise<Answer>;
  close(): Promise<void>;
}

/** Starts a process and waits for its first word. */
export async function startChild<Question extends object | string, Answer>(
  file: URL,
  parameters: readonly string[],
): Promise<Child<Question, Answer>> {
  const child = fork(fileURLToPath(file), parameters, { execArgv: ['--import', '@accounts-center/typescript'] });
  await answerOf(child);
  return {
    ask: async (question) => {
      const answer = answerOf(child);
      child.send(question);
      return (await answer) as Answer;
    },
    close: async () => {
      const ended = once(child, 'exit');
      child.disconnect();
      await ended;
    },
  };
}

function answerOf(child: ChildProcess): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const onExit = (): void => reject(new Error('A process of the benchmark has ended.'));
    child.once('exit', onExit);
    child.once('message', (answer) => {
      child.off('exit', onExit);
      resolve(answer);
    });
  });
}
