import * as composition from '@apollo/composition';
import { beforeEach, expect, it, vi } from 'vitest';
import { composedSupergraph } from './composed-supergraph.ts';

vi.mock('@apollo/composition', { spy: true });
const { composeServices } = composition;
beforeEach(() => void vi.mocked(composeServices).mockClear());

const compose = { one: { url: 'http://one.example' }, two: { url: 'http://two.example' } };

function composed() {
  const sdls: Record<string, string> = { one: 'type Query { a: Int }', two: 'type Query { b: Int }' };
  const ask = vi.fn(async (name: string) => sdls[name] ?? '');
  return { sdls, ask, read: composedSupergraph(compose, ask) };
}

it('is composed once for what subgraphs say, and anew when one of them says something else', async () => {
  const { sdls, ask, read } = composed();
  const first = await read();
  expect([await read(), await read()]).toEqual([first, first]);
  expect([composeServices, ask].map((spy) => vi.mocked(spy).mock.calls.length)).toEqual([1, 6]);
  sdls['two'] = 'type Query { c: Int }';
  expect(await read()).toMatch(/c: Int/);
  expect(composeServices).toHaveBeenCalledTimes(2);
});

it('what does not go together is composed once, too, and told each time', async () => {
  const { sdls, read } = composed();
  sdls['two'] = 'type Query { a: String }';
  await expect(read()).rejects.toThrow(/"Query\.a"/);
  await expect(read()).rejects.toThrow(/"Query\.a"/);
  expect(composeServices).toHaveBeenCalledTimes(1);
  sdls['two'] = 'type Query { b: Int }';
  expect(await read()).toMatch(/b: Int/);
  expect(composeServices).toHaveBeenCalledTimes(2);
});

it('what is no SDL is told by its subgraph and line, all of it, and never composed', async () => {
  const { sdls, read } = composed();
  Object.assign(sdls, { one: 'type Query {\n a: }', two: 'type' });
  await expect(read()).rejects.toMatchObject({
    problems: [expect.stringMatching(/^one: Syntax Error.*\(line 2\)$/), expect.stringMatching(/^two: Syntax Error/)],
  });
  expect(composeServices).not.toHaveBeenCalled();
});

it('a subgraph that does not answer leaves what is known of the others', async () => {
  const { ask, read } = composed();
  const first = await read();
  ask.mockRejectedValueOnce(new Error('not there'));
  await expect(read()).rejects.toThrow('not there');
  expect(await read()).toBe(first);
  expect(composeServices).toHaveBeenCalledTimes(1);
});
