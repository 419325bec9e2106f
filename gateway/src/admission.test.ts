import { AsyncLocalStorage } from 'node:async_hooks';
import { setImmediate } from 'node:timers/promises';
import { beforeEach, describe, expect, it } from 'vitest';
import { Admission } from './admission.ts';

/** How long each turn of the event loop takes, as the clock has it. */
let turnMs: number;
let begun: number[];
let endFirst: () => void;

beforeEach(() => {
  turnMs = 0;
  begun = [];
});

/** Work of which only the first is ever ended. */
function enter(admission: Admission, count: number): void {
  for (let index = 0; index < count; index++)
    void admission.run(async () => {
      begun.push(index);
      await new Promise<void>((end) => {
        if (index === 0) endFirst = end;
      });
    });
}

function createAdmission(few: number): Admission {
  let now = 0;
  return new Admission(few, () => (now += turnMs));
}

const turns = async (count: number): Promise<void> => {
  for (let turn = 0; turn < count; turn++) await setImmediate();
};

it('one begins in each turn of the event loop, in the order in which they came', async () => {
  enter(createAdmission(0), 4);
  expect(begun).toEqual([]);
  await turns(1);
  expect(begun).toEqual([0]);
  await turns(1);
  expect(begun).toEqual([0, 1]);
  await turns(2);
  expect(begun).toEqual([0, 1, 2, 3]);
});

describe('while turns are busy', () => {
  beforeEach(() => {
    turnMs = 1;
  });

  it('one begins every now and then only', async () => {
    enter(createAdmission(0), 3);
    await turns(7);
    expect(begun).toEqual([]);
    await turns(1);
    expect(begun).toEqual([0]);
    await turns(8);
    expect(begun).toEqual([0, 1]);
    turnMs = 0;
    await turns(1);
    expect(begun).toEqual([0, 1, 2]);
  });

  it('a few are under way at any time', async () => {
    enter(createAdmission(2), 4);
    await Promise.resolve();
    expect(begun).toEqual([0, 1]);
    endFirst();
    await turns(1);
    expect(begun).toEqual([0, 1, 2]);
  });
});

it('gives what comes of the work, and ends with it when it fails', async () => {
  const admission = new Admission(1);
  await expect(admission.run(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(await admission.run(async () => 'yes')).toBe('yes');
});

it('does each work as a part of the request that it is for', async () => {
  const requests = new AsyncLocalStorage<number>();
  const admission = new Admission(1);
  const work = async (): Promise<number | undefined> => {
    await setImmediate();
    return requests.getStore();
  };
  const ids = [1, 2, 3];
  expect(await Promise.all(ids.map((id) => requests.run(id, () => admission.run(work))))).toEqual(ids);
});
