import { createLogger } from '@accounts-center/subgraph-kit';
import { expect, it } from 'vitest';
import { publicAnswer } from './public-answer.ts';
import type { SubgraphAnswer } from './subgraph-transport.ts';

function given(answer: SubgraphAnswer, signal?: AbortSignal) {
  const logged: { level: number }[] = [];
  const write = (line: string): void => void logged.push(JSON.parse(line) as { level: number });
  const log = createLogger({ name: 'test', level: 'debug', destination: { write } });
  return { seen: publicAnswer(answer, { service: 'posts', signal }, log), logged };
}

it('what is said of a subgraph’s data stays said beside errors, of which the inside is hidden', () => {
  const result = { data: { a: null }, errors: [{ message: 'db.internal', path: ['a'] }], isPlain: true };
  const { seen, logged } = given({ ok: true, result });
  expect(seen).toMatchObject({ ok: true, result: { data: { a: null }, isPlain: true } });
  expect(JSON.stringify(seen)).not.toContain('db.internal');
  expect(logged).toMatchObject([{ level: 50, service: 'posts', problem: 'db.internal' }]);
});

it('of an answer with very many failures the first are told, and how many there are', () => {
  const errors = Array.from({ length: 1_000 }, (_, index) => ({ message: `broken ${index}`, path: ['all', index] }));
  const { seen, logged } = given({ ok: true, result: { data: { all: null }, errors } });
  expect(seen).toMatchObject({ ok: true, result: { errors: { length: 1_000 } } });
  expect(logged).toMatchObject(
    [0, 1, 2].map((index) => ({ problem: `broken ${index}`, path: ['all', index], ofFailures: 1_000 })),
  );
});

it('a missing answer is an error, unless nobody waits for it or the time of the whole request was up', () => {
  const lost: SubgraphAnswer = { ok: false, reason: 'lost', cause: new Error('gone') };
  expect(given(lost)).toMatchObject({ seen: lost, logged: [{ level: 50, reason: 'lost' }] });
  expect(given(lost, AbortSignal.abort()).logged).toMatchObject([{ level: 20 }]);
  expect(given({ ...lost, reason: 'late' }).logged).toMatchObject([{ level: 20, reason: 'late' }]);
});
