import fc from 'fast-check';
import { expect, it } from 'vitest';
import { bytesOf, rememberLast } from './event-bytes.ts';

const read = (bytes: Buffer): unknown => JSON.parse(bytes.toString());

it('puts the id among the bytes of a result', () => {
  const bytes = bytesOf({ id: '7', result: Buffer.from('{"data":{"a":1}}\n') });
  expect(bytes.toString()).toBe('{"data":{"a":1},"extensions":{"eventId":"7"}}');
});

it('puts it into the extensions that are there, whatever else is called so', () => {
  const result =
    '{"errors":[{"message":"\\"extensions\\":{","extensions":{"code":"A"}}],"data":{"extensions":{}},"extensions":{"cost":1}}';
  expect(read(bytesOf({ id: '7', result }))).toEqual({
    errors: [{ message: '"extensions":{', extensions: { code: 'A' } }],
    data: { extensions: {} },
    extensions: { eventId: '7', cost: 1 },
  });
});

it('adds nothing to an event that has no id, and tells what was missed', () => {
  expect(bytesOf({ result: '{"data":null}\n' }).toString()).toBe('{"data":null}');
  expect(read(bytesOf({ id: 'a', result: '{"data":null}' }, 3))).toEqual({
    data: null,
    extensions: { eventId: 'a', missedEvents: 3 },
  });
});

it('is on one line, whatever the result and the id are', () => {
  const results = fc.record(
    { errors: fc.array(fc.object()), data: fc.object(), extensions: fc.object() },
    { requiredKeys: ['data'] },
  );
  fc.assert(
    fc.property(results, fc.string(), fc.boolean(), (result, id, isPretty) => {
      const bytes = bytesOf({ id, result: JSON.stringify(result, null, isPretty ? 2 : 0) });
      expect(bytes.includes('\n')).toBe(false);
      const plain = JSON.parse(JSON.stringify(result)) as { extensions?: object };
      const expected = { ...plain, extensions: { eventId: id, ...plain.extensions } };
      expect(read(bytes)).toEqual(expected);
    }),
  );
});

it('is made once for all who get the same event', () => {
  let made = 0;
  const make = rememberLast((event) => {
    made += 1;
    return bytesOf(event);
  });
  const [one, other] = [
    { id: '1', result: '{"data":1}' },
    { id: '2', result: '{"data":2}' },
  ];
  expect([make(one) === make(one), make(other), make(one)].length).toBe(3);
  expect(made).toBe(3);
});
