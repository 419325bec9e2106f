import {
  type DocumentNode,
  Kind,
  type ObjectTypeDefinitionNode,
  type ObjectTypeExtensionNode,
  parse,
  type SelectionSetNode,
  valueFromASTUntyped,
} from 'graphql';

/** The field sets that a subgraph's SDL declares. */
export interface FieldSets {
  /** The keys by which it finds entities, by type. */
  readonly keys: ReadonlyMap<string, readonly SelectionSetNode[]>;
  /** What fields require, by `Type.field`. */
  readonly requires: ReadonlyMap<string, SelectionSetNode>;
}

type TypeNode = ObjectTypeDefinitionNode | ObjectTypeExtensionNode;

export function fieldSetsOf(document: DocumentNode): FieldSets {
  const nameOf = localNames(document);
  const keys = new Map<string, SelectionSetNode[]>();
  const requires = new Map<string, SelectionSetNode>();
  for (const type of document.definitions.filter(hasFields)) {
    const own = argumentsOf(type, nameOf('key')).filter(({ resolvable }) => resolvable !== false);
    keys.set(type.name.value, [...(keys.get(type.name.value) ?? []), ...own.map(({ fields }) => fieldSet(fields))]);
    for (const field of type.fields ?? [])
      for (const { fields } of argumentsOf(field, nameOf('requires')))
        requires.set(`${type.name.value}.${field.name.value}`, fieldSet(fields));
  }
  return { keys, requires };
}

/** How a document calls a directive of federation: as its link says, with a prefix or not. */
function localNames(document: DocumentNode): (name: string) => string {
  const schemas = document.definitions.filter(
    (node) => node.kind === Kind.SCHEMA_EXTENSION || node.kind === Kind.SCHEMA_DEFINITION,
  );
  const imports = schemas.flatMap((schema) => argumentsOf(schema, 'link')).flatMap((link) => link.import ?? []);
  const renamed = imports.filter((one) => typeof one === 'object');
  return (name) => renamed.find((one) => one.name === `@${name}`)?.as.slice(1) ?? name;
}

function hasFields(node: DocumentNode['definitions'][number]): node is TypeNode {
  const kinds: readonly string[] = [
    Kind.OBJECT_TYPE_DEFINITION,
    Kind.OBJECT_TYPE_EXTENSION,
    Kind.INTERFACE_TYPE_DEFINITION,
    Kind.INTERFACE_TYPE_EXTENSION,
  ];
  return kinds.includes(node.kind);
}

interface DirectiveArguments {
  readonly fields?: unknown;
  readonly resolvable?: unknown;
  readonly import?: readonly (string | { readonly name: string; readonly as: string })[];
}

function argumentsOf(node: Pick<TypeNode, 'directives'>, name: string): DirectiveArguments[] {
  const uses = (node.directives ?? []).filter((directive) => directive.name.value.split('__').at(-1) === name);
  return uses.map(({ arguments: args = [] }) =>
    Object.fromEntries(args.map((arg) => [arg.name.value, valueFromASTUntyped(arg.value)])),
  );
}

/** `"a b { c }"`; the first specification also took `["a", "b { c }"]`. */
function fieldSet(fields: unknown): SelectionSetNode {
  const text = Array.isArray(fields) ? fields.join(' ') : String(fields);
  const [definition] = parse(`{ ${text} }`, { noLocation: true }).definitions;
  if (definition?.kind !== Kind.OPERATION_DEFINITION) throw new Error(`"${text}" is no field set.`);
  return definition.selectionSet;
}
