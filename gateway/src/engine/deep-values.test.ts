import { expect, it } from 'vitest';
import { createTestGraph } from './testing/test-graph.ts';

const LEVELS = 90;
const nested = (open: string, inner: string, close: string): string =>
  open.repeat(LEVELS) + inner + close.repeat(LEVELS);

const search = {
  sdl: `scalar Json input Where { or: [Where] n: Int }
    type Query { echo(value: Json): String count(where: Where): Int }`,
  resolvers: { Query: { echo: (_: unknown, { value }: { value: unknown }) => JSON.stringify(value), count: () => 7 } },
};

// Each would take longer than the world is old, if a level took twice the time of the one inside it.
it.each([
  ['a list in a list', `{ echo(value: ${nested('[', '1', ']')}) }`, { echo: nested('[', '1', ']') }],
  ['an object in an object', `{ echo(value: ${nested('{a:', '1', '}')}) }`, { echo: nested('{"a":', '1', '}') }],
  ['a list of objects with lists', `{ count(where: ${nested('{or:[', '{n:1}', ']}')}) }`, { count: 7 }],
  [
    'a variable deep in lists',
    `query ($v: Json = 1) { echo(value: ${nested('[', '$v', ']')}) }`,
    { echo: nested('[', '1', ']') },
  ],
  [
    'a default of a variable',
    `query ($v: Json = ${nested('[', '1', ']')}) { echo(value: $v) }`,
    { echo: nested('[', '1', ']') },
  ],
])('%s, 90 levels deep, is planned and answered', async (_, source, data) => {
  expect(await createTestGraph({ search }).ask(source)).toEqual({ data });
});
