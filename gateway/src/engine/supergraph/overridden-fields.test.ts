import { type OperationDefinitionNode, parse } from 'graphql';
import { expect, it } from 'vitest';
import { labelsFor, overriddenFields } from './overridden-fields.ts';

const overridden = overriddenFields(
  parse(`
    type Query { thing: Thing }
    type Thing {
      size: Int @join__field(graph: A, overrideLabel: "one") @join__field(graph: B)
      name: String @join__field(graph: A, overrideLabel: "two")
      colour: Int @join__field(graph: A, overrideLabel: "two")
      plain: Int @join__field(graph: A)
    }`),
);

it.each([
  ['{ thing { plain } }', [], []],
  ['{ thing { size } }', [], ['one']],
  ['{ thing { ... { plain: colour } } }', [], ['two']],
  ['{ thing { name size } }', [], ['one', 'two']],
  ['{ thing { plain } }', ['size'], ['one']],
])('for %s, where the planner may add %j, the labels are %j', (source, reserved, labels) => {
  const [operation] = parse(source).definitions as [OperationDefinitionNode];
  expect(labelsFor(operation, { overridden, reservedNames: new Set(reserved) })).toEqual(labels);
});
