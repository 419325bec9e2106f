import {
  type DocumentNode,
  type InterfaceTypeDefinitionNode,
  Kind,
  type ObjectTypeDefinitionNode,
  parse,
  print,
} from 'graphql';
import type { SdlSource } from './merge.ts';
import type { AppEntry } from './registry.ts';

/** What accounts-center says of an app: its entry, and its own subgraph, whose words the stubs repeat. */
export interface App {
  readonly entry: AppEntry;
  readonly sdl: DocumentNode;
}

/**
 * Makes what accounts-center declares once per app: the enum `App`, and for each of its entity interfaces a stub of
 * every app's type with the fields that the interface declares, e.g. `type FacebookUser implements User`.
 * @param center the merged slices of accounts-center
 */
export function stubs(center: DocumentNode, apps: readonly App[]): SdlSource {
  const interfaces = center.definitions.filter(isEntityInterface);
  const types = interfaces.flatMap((entity) => apps.map((app) => print(stub(entity, app))));
  return { name: 'stubs of the apps', body: [enumOfApps(apps), ...types].join('\n\n') };
}

function isEntityInterface(definition: object & { kind: Kind }): definition is InterfaceTypeDefinitionNode {
  if (definition.kind !== Kind.INTERFACE_TYPE_DEFINITION) return false;
  return (definition as InterfaceTypeDefinitionNode).directives?.some(({ name }) => name.value === 'key') === true;
}

function stub(entity: InterfaceTypeDefinitionNode, { entry, sdl }: App): ObjectTypeDefinitionNode {
  const name = `${entry.type}${entity.name.value}`;
  const original = sdl.definitions.find(
    (node) => node.kind === Kind.OBJECT_TYPE_DEFINITION && node.name.value === name,
  );
  if (original === undefined)
    throw new Error(`${entry.service} declares no type ${name}, which accounts-center extends`);
  const { description } = original as ObjectTypeDefinitionNode;
  return {
    kind: Kind.OBJECT_TYPE_DEFINITION,
    ...(description === undefined ? {} : { description }),
    name: { kind: Kind.NAME, value: name },
    interfaces: [{ kind: Kind.NAMED_TYPE, name: entity.name }],
    ...(entity.directives === undefined ? {} : { directives: entity.directives }),
    ...(entity.fields === undefined ? {} : { fields: entity.fields }),
  };
}

function enumOfApps(apps: readonly App[]): string {
  const values = apps.map(({ entry }) => `"""\n${entry.type}.\n"""\n${entry.app}`);
  return print(parse(`"""\nThe apps of the family.\n"""\nenum App {\n${values.join('\n')}\n}`));
}
