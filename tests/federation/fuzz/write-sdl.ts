import { bareName, type Entity, type Field, type Model } from './model.ts';

const ARGUMENTS = '(n: Int = 7, k: Kind, in: In)';

/** The SDL of each subgraph of a model. */
export function writeSubgraphs(model: Model): Record<string, string> {
  return Object.fromEntries(model.subgraphs.map((subgraph) => [subgraph, writeSubgraph(subgraph, model)]));
}

function writeSubgraph(subgraph: string, model: Model): string {
  const { entities, values, named, either, thing, roots, mutations } = model;
  const here = entities.filter((entity) => entity.subgraphs.includes(subgraph));
  const members = either.filter(
    (name) => values.some((value) => value.name === name) || here.some((entity) => entity.name === name),
  );
  const shapes = [
    ...here.map((entity) => writeEntity(entity, subgraph, model)),
    ...values.map(({ name, fields }) => `type ${name} @shareable { ${fields.map((field) => plain(field)).join(' ')} }`),
    'type Ref @shareable { x: Int! y: String! }',
    'enum Kind { A B C } scalar Any input In { n: Int = 1 k: [Kind!] }',
    ...writeNamed(
      here.filter(({ name }) => named.includes(name)),
      subgraph,
    ),
    ...(members.length > 0 ? [`union Either = ${members.join(' | ')}`] : []),
    ...(thing?.hub === subgraph ? ['interface Thing @key(fields: "id") { id: ID! h0: String }'] : []),
    ...(thing?.object === subgraph ? [writeThing(thing)] : []),
  ];
  return [...shapes, ...writeRoot('Query', roots, subgraph), ...writeRoot('Mutation', mutations, subgraph)].join('\n');
}

function writeThing({ object, fields }: NonNullable<Model['thing']>): string {
  const requires = fields.some((field) => field.requires);
  const all = fields.flatMap((field) => {
    if (field.owners.includes(object)) return [plain(field)];
    return requires ? [`${signature(field)} @external`] : [];
  });
  return `type Thing @interfaceObject @key(fields: "id") { id: ID! ${all.join(' ')} }`;
}

function writeNamed(here: readonly Entity[], subgraph: string): string[] {
  if (here.length === 0) return [];
  const haveTitle = here.every(({ fields }) =>
    fields.some(({ name, owners }) => name === 'title' && owners.includes(subgraph)),
  );
  return [`interface Named { id: ID!${haveTitle ? ' title: String' : ''} }`];
}

function writeEntity(entity: Entity, subgraph: string, { named, thing, roots }: Model): string {
  const { name, keys, keyFields, fields } = entity;
  const own = keys.filter((key) => key.subgraphs.includes(subgraph));
  const interfaces = [
    ...(named.includes(name) ? ['Named'] : []),
    ...(thing?.hub === subgraph && thing.types.includes(name) ? ['Thing'] : []),
  ];
  const ofInterface = interfaces.includes('Thing') ? ['h0: String'] : [];
  const words = new Set(own.flatMap((key) => key.fields.match(/\w+/g) ?? []));
  const ofKeys = keyFields.filter((field) => words.has(field.name)).map((field) => `${field.name}: ${field.type}`);
  const mine = fields.filter(({ owners }) => owners.includes(subgraph));
  const external = new Set([
    ...mine.flatMap(({ requires = [] }) => requires.map((one) => /^\w+/.exec(one)?.[0])),
    ...roots
      .filter(({ owners, type }) => owners.includes(subgraph) && bareName(type) === name)
      .flatMap(({ provides = [] }) => provides),
  ]);
  const others = fields.filter((field) => external.has(field.name) && !field.owners.includes(subgraph));
  const all = [
    ...ofKeys,
    ...ofInterface,
    ...mine.map((field) => plain(field)),
    ...fields.filter(({ movedFrom }) => movedFrom === subgraph).map((field) => signature(field)),
    ...others.map((field) => `${signature(field)} @external`),
  ];
  const implementing = interfaces.length > 0 ? ` implements ${interfaces.join(' & ')}` : '';
  return `type ${name}${implementing} ${own.map((key) => `@key(fields: "${key.fields}"${entity.stubs.includes(subgraph) ? ', resolvable: false' : ''})`).join(' ')} { ${all.join(' ')} }`;
}

function writeRoot(type: string, roots: readonly Field[], subgraph: string): string[] {
  const mine = roots.filter(({ owners }) => owners.includes(subgraph));
  return mine.length > 0 ? [`type ${type} { ${mine.map((field) => plain(field)).join(' ')} }`] : [];
}

function plain(field: Field): string {
  const requires = field.requires ? ` @requires(fields: "${field.requires.join(' ')}")` : '';
  const provides = field.provides === undefined ? '' : ` @provides(fields: "${field.provides}")`;
  const override = field.movedFrom === undefined ? '' : ` @override(from: "${field.movedFrom}")`;
  return `${signature(field)}${override}${requires}${provides}${field.owners.length > 1 ? ' @shareable' : ''}`;
}

function signature({ name, type, hasArguments }: Field): string {
  return `${name}${hasArguments ? ARGUMENTS : ''}: ${type}`;
}
