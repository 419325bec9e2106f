import type { Chance } from './chance.ts';
import { bareName, type Entity, type Field, type Model, type ValueType } from './model.ts';

const SCALARS = ['String', 'Int', 'Boolean', 'Float', 'ID', 'Kind', 'Any'] as const;
const LISTS = ['T', 'T!', '[T]', '[T!]', '[T]!', '[T!]!', '[[T]]', '[[T!]!]'] as const;

/** A graph of two to four subgraphs that composes. */
export function randomModel(chance: Chance): Model {
  const subgraphs = ['a', 'b', 'c', 'd'].slice(0, 2 + chance.upTo(2));
  // In some graphs nearly every field requires another.
  const chained = chance.in100(30);
  const names = ['E0', 'E1', 'E2', 'E3'].slice(0, 1 + (chained ? 0 : chance.upTo(3)));
  const thing = subgraphs.length > 2 && chance.in100(40) ? randomThing(names, subgraphs, chance) : undefined;
  const skeletons = names.map((name) => randomKeys(name, { subgraphs, thing, chance }));
  const everywhere = skeletons.filter((entity) => entity.subgraphs.length === subgraphs.length);
  const values = ['V0', 'V1'].slice(0, chance.upTo(2)).map((name) => randomValueType(name, everywhere, chance));
  const named = chance.some(skeletons.filter(hasIdEverywhere)).map(({ name }) => name);
  const either = chance.some([...names, ...values.map(({ name }) => name)]);
  const draft = { subgraphs, entities: skeletons, values, named, either, thing, chained };
  const entities = skeletons.map((entity) => ({ ...entity, fields: randomFields(entity, draft, chance) }));
  const roots = subgraphs.flatMap((subgraph) => randomRoots(`q_${subgraph}`, subgraph, draft, chance));
  const mutations = subgraphs.flatMap((subgraph) => randomRoots(`m_${subgraph}`, subgraph, draft, chance).slice(0, 1));
  const providing = roots.map((root) => maybeProviding(root, entities, chance));
  const { thing: _thing, chained: _chained, ...rest } = draft;
  return { ...rest, entities: markSafe(entities, providing), roots: providing, mutations, ...(thing && { thing }) };
}

type Draft = Omit<Model, 'roots' | 'mutations' | 'thing'> & {
  readonly thing: Model['thing'];
  readonly chained: boolean;
};

/** An object that all subgraphs know, with an entity inside where all know one. */
function randomValueType(name: string, everywhere: readonly Entity[], chance: Chance): ValueType {
  const fields = ['x', 'y', 'id'].slice(0, 1 + chance.upTo(2)).map((field) => scalarField(field, [], chance));
  const [entity] = chance.some(everywhere);
  if (entity) {
    const type = chance.pick(LISTS).replace('T', entity.name);
    fields.push({ name: 'inner', type, owners: [], hasArguments: false });
  }
  return { name, fields };
}

function scalarField(name: string, owners: readonly string[], chance: Chance): Field {
  const bare = chance.pick(SCALARS);
  const type = (chance.in100(40) ? chance.pick(LISTS) : chance.in100(25) ? 'T!' : 'T').replace('T', bare);
  return { name, type, owners, hasArguments: bare === 'String' && type === 'String' && chance.in100(50) };
}

/** Some entities get an interface that one subgraph knows as an object; that subgraph then knows none of them. */
function randomThing(names: readonly string[], subgraphs: readonly string[], chance: Chance): Model['thing'] {
  const [hub = '', object = ''] = chance.some(subgraphs, 2);
  const fields = ['t0', 't1'].map((name) => scalarField(name, [object], chance));
  // The hub's own field of the interface, and one of the object that requires it.
  fields.push({ name: 'h0', type: 'String', owners: [hub], hasArguments: false, isSafe: true });
  if (chance.in100(60))
    fields.push({ name: 't2', type: 'String', owners: [object], requires: ['h0'], hasArguments: false });
  return { hub, object, types: chance.some(names, 1), fields };
}

function randomKeys(
  name: string,
  { subgraphs, thing, chance }: { subgraphs: readonly string[]; thing: Model['thing']; chance: Chance },
): Entity {
  const isThing = thing?.types.includes(name) === true;
  const possible = subgraphs.filter((subgraph) => !isThing || subgraph !== thing.object);
  const where = isThing ? [...new Set([thing.hub, ...chance.some(possible)])] : chance.some(possible, 1);
  const stubs = isThing ? [] : chance.some(where.slice(1)).slice(0, chance.in100(30) ? 1 : 0);
  const second = chance.pick(['', 'sku', 'left right', 'ref { x y }']);
  const keyFields: Field[] = [{ name: 'id', type: 'ID!', owners: where, hasArguments: false, isSafe: true }];
  for (const [field, type] of [
    ['sku', 'Int!'],
    ['left', 'String!'],
    ['right', 'Kind!'],
    ['ref', 'Ref!'],
  ] as const)
    if (second.split(' ').includes(field))
      keyFields.push({ name: field, type, owners: where, hasArguments: false, isSafe: true });
  if (second === '')
    return { name, keys: [{ fields: 'id', subgraphs: where }], keyFields, subgraphs: where, stubs, fields: [] };
  // The first subgraph has both keys, so that every other can be reached through it.
  const [hub = '', ...others] = where;
  const byId = isThing ? others : others.filter(() => chance.in100(60));
  const bySecond = others.filter((subgraph) => !byId.includes(subgraph) || chance.in100(30));
  const keys = [
    { fields: 'id', subgraphs: [hub, ...byId] },
    { fields: second, subgraphs: [hub, ...bySecond] },
  ];
  return { name, keys, keyFields, subgraphs: where, stubs, fields: [] };
}

function hasIdEverywhere({ keys, subgraphs }: Entity): boolean {
  return keys[0]?.subgraphs.length === subgraphs.length;
}

function randomFields(entity: Entity, draft: Draft, chance: Chance): Field[] {
  const fields: Field[] = [];
  const whole = entity.subgraphs.filter((subgraph) => !entity.stubs.includes(subgraph));
  if (draft.named.includes(entity.name))
    fields.push({ name: 'title', type: 'String', owners: chance.some(whole, 1), hasArguments: false });
  const count = 2 + chance.upTo(5);
  for (let index = 0; index < count; index += 1) {
    const name = `f${index}`;
    const owner = chance.pick(whole);
    const required = fields.filter((field) => canBeRequired(field, owner, draft) || isEntityOf(field, owner, draft));
    if (required.length > 0 && chance.in100(draft.chained ? 90 : 45)) {
      const requires = chance
        .some(required, 1)
        .slice(0, 2)
        .map((field) => requirement(field, draft, chance));
      fields.push({ name: `r${index}`, type: 'String', owners: [owner], requires, hasArguments: false });
    } else if (chance.in100(draft.chained ? 15 : 45)) fields.push(objectField(name, owner, draft, chance));
    else {
      const owners = chance.in100(25) ? [...new Set([owner, ...chance.some(whole)])] : [owner];
      const field = scalarField(name, owners, chance);
      const [movedFrom] = whole.filter((subgraph) => subgraph !== owner);
      const isMoved = owners.length === 1 && movedFrom !== undefined && chance.in100(20);
      fields.push(isMoved ? { ...field, movedFrom } : field);
    }
  }
  return fields;
}

function canBeRequired({ owners, type, requires, movedFrom }: Field, owner: string, { values }: Draft): boolean {
  const isLeaf = SCALARS.some((scalar) => type.includes(scalar)) || values.some(({ name }) => type.includes(name));
  return isLeaf && !owners.includes(owner) && movedFrom === undefined && (requires === undefined || type === 'String');
}

/** Whether a field is of an entity that the subgraph knows by its id. */
function isEntityOf({ type, owners }: Field, owner: string, { entities }: Draft): boolean {
  const entity = entities.find(({ name }) => name === bareName(type));
  return !owners.includes(owner) && entity?.keys[0]?.subgraphs.includes(owner) === true;
}

/** `f1`, `f1(n: 3)`, `f1 { x }` or `f1 { id }`. */
function requirement({ name, type, hasArguments }: Field, { values }: Draft, chance: Chance): string {
  if (/\bE\d/.test(type)) return `${name} { id }`;
  const value = values.find((one) => type.includes(one.name));
  if (value)
    return `${name} { ${chance
      .some(
        value.fields.filter((field) => field.name !== 'inner'),
        1,
      )
      .map((field) => field.name)
      .join(' ')} }`;
  return hasArguments && chance.in100(70) ? `${name}(n: ${1 + chance.upTo(2)})` : name;
}

/** A field of objects that its subgraph knows. */
function objectField(name: string, owner: string, draft: Draft, chance: Chance): Field {
  const bare = chance.pick(objectTypesIn(owner, draft));
  const type = chance.pick(LISTS).replace('T', bare);
  return { name, type, owners: [owner], hasArguments: chance.in100(20) };
}

function objectTypesIn(subgraph: string, { entities, values, named, either, thing }: Draft): string[] {
  const here = entities.filter((entity) => entity.subgraphs.includes(subgraph)).map(({ name }) => name);
  const known = [...here, ...values.map(({ name }) => name)];
  const abstract = [
    ...(named.some((name) => here.includes(name)) ? ['Named'] : []),
    ...(either.some((name) => known.includes(name)) ? ['Either'] : []),
    ...(thing && [thing.hub, thing.object].includes(subgraph) ? ['Thing', 'Thing'] : []),
  ];
  return [...known, ...abstract].length > 0 ? [...known, ...abstract, ...abstract] : ['Ref'];
}

function randomRoots(prefix: string, subgraph: string, draft: Draft, chance: Chance): Field[] {
  const count = 1 + chance.upTo(2);
  return Array.from({ length: count }, (_, index) =>
    chance.in100(92)
      ? objectField(`${prefix}${index}`, subgraph, draft, chance)
      : scalarField(`${prefix}${index}`, [subgraph], chance),
  );
}

/** A root field of an entity may provide one of its shared fields that its subgraph does not resolve itself. */
function maybeProviding(root: Field, entities: readonly Entity[], chance: Chance): Field {
  const entity = entities.find(
    ({ name, subgraphs }) => root.type.includes(name) && subgraphs.includes(root.owners[0] ?? ''),
  );
  const shared =
    entity?.fields.filter(
      ({ owners, hasArguments }) => owners.length > 1 && !hasArguments && !owners.includes(root.owners[0] ?? ''),
    ) ?? [];
  // What is provided satisfies a requirement there and then: the subgraphs of these graphs compute from representations only.
  const required = requiredNames(entity?.fields ?? []);
  const leaves = shared.filter(
    ({ name, type }) => SCALARS.some((scalar) => type.includes(scalar)) && !required.includes(name),
  );
  return leaves.length > 0 && chance.in100(60) ? { ...root, provides: chance.pick(leaves).name } : root;
}

/** The types of what is required of an entity. */
function requiredTypes({ fields }: Entity): string[] {
  const required = new Set(requiredNames(fields));
  return fields.filter(({ name }) => required.has(name)).map(({ type }) => bareName(type));
}

function requiredNames(fields: readonly Field[]): string[] {
  return fields.flatMap(({ requires = [] }) => requires.map((one) => /^\w+/.exec(one)?.[0] ?? ''));
}

/** Fields that engines fetch without being asked for never fail: one schema would not report that. */
function markSafe(entities: readonly Entity[], roots: readonly Field[]): Entity[] {
  const provided = new Set(roots.flatMap(({ provides }) => provides ?? []));
  const within = new Set(entities.flatMap(requiredTypes));
  return entities.map((entity) => {
    const required = new Set(requiredNames(entity.fields));
    const isSafe = ({ name, type, owners }: Field): boolean =>
      required.has(name) ||
      provided.has(name) ||
      owners.length > 1 ||
      // It would null the required object around it.
      (within.has(entity.name) && type.endsWith('!'));
    return { ...entity, fields: entity.fields.map((field) => (isSafe(field) ? { ...field, isSafe: true } : field)) };
  });
}
