import {
  type DocumentNode,
  type InterfaceTypeDefinitionNode,
  Kind,
  type ObjectTypeDefinitionNode,
  parse,
  print,
  visit,
} from 'graphql';
import type { SdlSource } from './merge.ts';

type Entity = ObjectTypeDefinitionNode | InterfaceTypeDefinitionNode;

/**
 * Makes the types that subscriptions tell of: their ids, in the words of the subgraphs that own them. Of an interface, all of its
 * types too. None can be asked for in this subgraph.
 * @param source the subscriptions
 * @param subgraphs all others, of which the first that declares a type has the words
 */
export function eventStubs(source: SdlSource, subgraphs: readonly DocumentNode[]): SdlSource {
  const told = new Set<string>();
  visit(parse(source.body), {
    FieldDefinition: ({ type }) => void (type.kind === Kind.NAMED_TYPE && told.add(type.name.value)),
  });
  const declared = new Map<string, Entity>();
  for (const entity of subgraphs.flatMap(({ definitions }) => definitions.filter(isEntity)))
    if (!declared.has(entity.name.value)) declared.set(entity.name.value, entity);
  const wanted = [...declared.values()].filter(
    ({ name, interfaces = [] }) => told.has(name.value) || interfaces.some((one) => told.has(one.name.value)),
  );
  const missing = [...told].filter((name) => !declared.has(name));
  if (missing.length > 0) throw new Error(`${source.name}: no subgraph declares ${missing.join(', ')}`);
  return { name: 'stubs of what events tell of', body: wanted.map((entity) => print(stub(entity, told))).join('\n\n') };
}

function isEntity(definition: object & { kind: Kind }): definition is Entity {
  return definition.kind === Kind.OBJECT_TYPE_DEFINITION || definition.kind === Kind.INTERFACE_TYPE_DEFINITION;
}

function stub(entity: Entity, told: ReadonlySet<string>): Entity {
  const fields = (entity.fields ?? []).filter(({ name }) => name.value === 'id');
  const interfaces = (entity.interfaces ?? []).filter(({ name }) => told.has(name.value));
  const directives = entity.kind === Kind.OBJECT_TYPE_DEFINITION ? keyed : [];
  return { ...entity, fields, interfaces, directives };
}

const [keyedType] = parse('type Keyed @key(fields: "id", resolvable: false) { id: ID! }').definitions;
const keyed = (keyedType as ObjectTypeDefinitionNode).directives ?? [];
