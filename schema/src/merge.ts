import { type DefinitionNode, type DocumentNode, Kind, parse, print, Source, type TypeNode } from 'graphql';

/** A piece of SDL and the name by which an error calls it. */
export interface SdlSource {
  readonly name: string;
  readonly body: string;
}

export interface MergeOptions {
  /** Types of one name are united, member by member, instead of refused: for sources of which an app takes one. */
  readonly uniteAlternatives?: boolean;
}

const rootTypes = ['Query', 'Mutation', 'Subscription'];
const memberLists = ['fields', 'values', 'types', 'interfaces', 'directives'] as const;

type Member = { readonly name: { readonly value: string }; readonly type?: TypeNode };
type Lists = { readonly [K in (typeof memberLists)[number]]?: readonly Member[] };
type Named = DefinitionNode & Lists & { readonly name: { readonly value: string } };

/**
 * Merges SDL sources into one document: the root types of all sources become one, and a type extension becomes a part of
 * the type it extends. Definitions are sorted by name, root types first, and so are the fields of root types.
 * @throws when two sources declare the same type or field, or one extends a type that none declares.
 */
export function mergeSdl(sources: readonly SdlSource[], options: MergeOptions = {}): DocumentNode {
  const schemaExtensions: DefinitionNode[] = [];
  const types = new Map<string, Named>();
  const extensions: { readonly source: string; readonly definition: Named }[] = [];
  for (const source of sources) {
    for (const definition of parse(new Source(source.body, source.name), { noLocation: true }).definitions) {
      if (!('name' in definition) || definition.name === undefined) schemaExtensions.push(definition);
      else if (definition.kind.endsWith('Extension'))
        extensions.push({ source: source.name, definition: definition as Named });
      else declare(types, definition as Named, source.name, options);
    }
  }
  for (const { source, definition } of extensions) extend(types, definition, source, options);
  return { kind: Kind.DOCUMENT, definitions: [...schemaExtensions, ...sorted([...types.values()])] };
}

/** Prints a merged document the way it is committed. */
export function printSdl(document: DocumentNode): string {
  return `${print(document)}\n`;
}

function declare(types: Map<string, Named>, definition: Named, source: string, options: MergeOptions): void {
  const name = definition.name.value;
  const known = types.get(name);
  const mayJoin = rootTypes.includes(name) || (options.uniteAlternatives === true && known?.kind === definition.kind);
  if (known !== undefined && !mayJoin) throw new Error(`${source}: ${name} is declared already`);
  types.set(name, known === undefined ? definition : join(known, definition, source, options));
}

function extend(types: Map<string, Named>, extension: Named, source: string, options: MergeOptions): void {
  const name = extension.name.value;
  const known = types.get(name);
  if (known === undefined || (known.kind as string) !== extension.kind.replace('Extension', 'Definition')) {
    throw new Error(`${source}: ${name} is extended, but not declared as the same kind of type`);
  }
  types.set(name, join(known, extension, source, options));
}

function join(known: Named, added: Named, source: string, options: MergeOptions): Named {
  const joined: Record<string, readonly Member[]> = {};
  for (const list of memberLists) {
    const members = [...(known[list] ?? [])];
    for (const member of added[list] ?? []) {
      const twin = members.find((other) => other.name.value === member.name.value);
      if (twin === undefined) members.push(member);
      else if (options.uniteAlternatives !== true || typeOf(twin) !== typeOf(member)) {
        throw new Error(`${source}: ${known.name.value}.${member.name.value} is declared already`);
      }
    }
    if (members.length > 0) joined[list] = members;
  }
  return { ...known, ...joined };
}

function typeOf(member: Member): string {
  return member.type === undefined ? '' : print(member.type);
}

function sorted(definitions: readonly Named[]): Named[] {
  const rank = (name: string): string => {
    const root = rootTypes.indexOf(name);
    return root < 0 ? `1 ${name}` : `0 ${root}`;
  };
  const byName = (a: Member | Named, b: Member | Named): number => compare(rank(a.name.value), rank(b.name.value));
  return [...definitions]
    .sort(byName)
    .map((definition) =>
      rootTypes.includes(definition.name.value)
        ? ({ ...definition, fields: [...(definition.fields ?? [])].sort(byName) } as Named)
        : definition,
    );
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
