import { expect, it } from 'vitest';
import { readAnswerText } from '../../transport/read-answer.ts';
import type { SubgraphOperation } from '../../transport/subgraph-transport.ts';
import { createTestGraph } from '../testing/test-graph.ts';

const people = {
  sdl: 'type Query { me: Person you: Person } type Person @key(fields: "id") { id: ID! }',
};
const posts = { sdl: 'type Person @key(fields: "id") { id: ID! age: Int height: Int }' };
const root = { data: { me: { __typename: 'Person', id: '1' }, you: { __typename: 'Person', id: '2' } } };
const refusal = { errors: [{ message: 'Too much.', extensions: { code: 'OPERATION_TOO_COMPLEX' } }] };

/** Posts refuses before it runs anything what `isRefused` says of, and knows everything else. */
function graphThatRefuses(isRefused: (query: string) => boolean) {
  const asked: string[] = [];
  const answerOf = (service: string, query: string): object => {
    if (service === 'people') return root;
    asked.push(query);
    if (isRefused(query)) return refusal;
    return { data: { _entities: [query.includes('age') ? { age: 40 } : { height: 180 }] } };
  };
  const ask = async (service: string, { query }: SubgraphOperation) =>
    readAnswerText(JSON.stringify(answerOf(service, query)));
  return { asked, ...createTestGraph({ people, posts }, { subgraphs: { ask } }) };
}

const areTogether = (query: string): boolean => query.includes('_1:');

it('fetches that are refused together are asked for alone', async () => {
  const { ask, asked } = graphThatRefuses(areTogether);
  expect(await ask('{ me { age } you { height } }')).toEqual({ data: { me: { age: 40 }, you: { height: 180 } } });
  expect(asked.map(areTogether)).toEqual([true, false, false]);
});

it('one that is refused alone as well takes no other with it', async () => {
  const { ask } = graphThatRefuses((query) => areTogether(query) || query.includes('age'));
  expect(await ask('{ me { age } you { height } }')).toMatchObject({
    data: { me: { age: null }, you: { height: 180 } },
    errors: [{ path: ['me'], ...refusal.errors[0] }],
  });
});
