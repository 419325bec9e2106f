import { expect, it } from 'vitest';
import { coalesce } from './coalesce.ts';

/** A task that goes on when told. */
function controlledTask() {
  const pending: ReturnType<typeof deferred>[] = [];
  const run = coalesce(() => {
    const gate = deferred();
    pending.push(gate);
    return gate.promise;
  });
  return { run, pending };
}

function deferred() {
  let resolve!: () => void;
  let reject!: (reason?: unknown) => void;
  const promise = new Promise<void>((ok, fail) => {
    resolve = ok;
    reject = fail;
  });
  return { promise, resolve, reject };
}

it('turns any number of calls during a run into one more run', async () => {
  const { run, pending } = controlledTask();
  const first = run();
  const later = [run(), run(), run()];
  expect(pending).toHaveLength(1);
  pending[0]?.resolve();
  await first;
  await expect.poll(() => pending.length).toBe(2);
  pending[1]?.resolve();
  await Promise.all(later);
  expect(pending).toHaveLength(2);
});

it('begins no second run beside the one that is about to begin', async () => {
  const { run, pending } = controlledTask();
  const between = run().then(() => run());
  const later = run();
  pending[0]?.resolve();
  await expect.poll(() => pending.length).toBe(2);
  pending[1]?.resolve();
  await Promise.all([between, later]);
  expect(pending).toHaveLength(2);
});

it('goes on after a failure, which only its own callers see', async () => {
  const { run, pending } = controlledTask();
  const first = run();
  const second = run();
  pending[0]?.reject(new Error('broken'));
  await expect(first).rejects.toThrow('broken');
  await expect.poll(() => pending.length).toBe(2);
  pending[1]?.resolve();
  await second;
});
