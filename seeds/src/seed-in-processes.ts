import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { RunSeeding } from './seed-family.ts';
import type { SeededService } from './seed-service.ts';

type Message = { readonly people: number } | { readonly result: SeededService };

const file = fileURLToPath(new URL('service-process.ts', import.meta.url));

/** A large space for young objects makes no difference to the speed here, and lets the heap grow with the number of people. */
const HEAP = '--max-semi-space-size=4';

/** Seeds services in processes of their own, one each; what fails there ends the others too. */
export function createProcesses(): RunSeeding {
  const running = new Set<ChildProcess>();
  return (seeding, onPeople) =>
    new Promise((resolve, reject) => {
      const child = fork(file, [JSON.stringify(seeding)], {
        execArgv: [HEAP, '--import', '@accounts-center/typescript'],
      });
      running.add(child);
      child.on('message', (message: Message) => {
        if ('people' in message) onPeople(message.people);
        else resolve(message.result);
      });
      child.once('exit', (code) => {
        running.delete(child);
        if (code === 0) return;
        for (const other of running) other.kill();
        reject(new Error(`${seeding.service} could not be seeded.`));
      });
    });
}
