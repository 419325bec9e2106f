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

describe('with several callers', () => {
  /** Work of callers that never ends. */
  function enterFor(admission: Admission, names: readonly string[]): string[] {
    const order: string[] = [];
    for (const name of names)
      void admission.run(async () => {
        order.push(name);
        await new Promise(() => {});
      }, name.charAt(0));
    return order;
  }

  it('each has its turn, however many another has waiting', async () => {
    const many = Array.from({ length: 5_000 }, (_, index) => `a${index}`);
    const order = enterFor(createAdmission(0), [...many, 'b0', 'b1', 'c0']);
    await turns(7);
    expect(order).toEqual(['a0', 'b0', 'c0', 'a1', 'b1', 'a2', 'a3']);
  });

  it('who comes waits for one turn of each, not for all of theirs', async () => {
    const admission = createAdmission(0);
    const first = enterFor(admission, ['a0', 'a1', 'a2', 'a3']);
    await turns(2);
    const later = enterFor(admission, ['b0']);
    await turns(2);
    expect([first, later]).toEqual([['a0', 'a1', 'a2'], ['b0']]);
  });

  it('keeps nothing of those who wait no more', async () => {
    const admission = new Admission(1);
    const work = Array.from({ length: 100 }, (_, index) => admission.run(async () => index, `caller ${index}`));
    expect(await Promise.all(work)).toHaveLength(100);
    expect(await admission.run(async () => 'served', 'caller 1')).toBe('served');
  });
});

it('what has become needless takes no turn from others', async () => {
  const admission = createAdmission(0);
  const order: number[] = [];
  const enterOne = (number: number, isNeedless: boolean): void =>
    void admission.run(
      async () => void order.push(number),
      '',
      () => isNeedless,
    );
  [false, true, true, false, false].forEach((isNeedless, number) => {
    enterOne(number, isNeedless);
  });
  await turns(1);
  expect(order).toEqual([0]);
  await turns(1);
  expect(order).toEqual([0, 1, 2, 3]);
  await turns(1);
  expect(order).toEqual([0, 1, 2, 3, 4]);
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
