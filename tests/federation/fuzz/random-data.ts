import type { Data, Fields, Value } from '../harness/graph.ts';
import type { Chance } from './chance.ts';
import { bareName, type Field, type Model } from './model.ts';

const INSTANCES = [0, 1, 2];

/** Values for all that a model has: nulls, lists with holes, errors, and nulls where none may be. */
export function randomData(model: Model, chance: Chance): Data {
  const root = (fields: readonly Field[]): Fields =>
    Object.fromEntries(fields.map((field) => [field.name, valueOf(field, 'root', model, chance)]));
  const ofThing = (name: string): readonly Field[] => (model.thing?.types.includes(name) ? model.thing.fields : []);
  const entities = model.entities.map(({ name, fields }) => [
    name,
    Object.fromEntries(
      INSTANCES.map((index): [string, Fields] => {
        const label = `${name}_${index}`;
        const all = [...fields, ...ofThing(name)].filter(({ requires }) => !requires);
        // Where an entity becomes null, an engine can not learn the type of an interface object.
        const isSafe = model.thing?.types.includes(name) === true;
        const values = all.map(
          (field) =>
            [field.name, valueOf({ ...field, isSafe: isSafe || field.isSafe === true }, label, model, chance)] as const,
        );
        return [label, { ...keysOf(label, index), ...Object.fromEntries(values) }];
      }),
    ),
  ]);
  return { Query: root(model.roots), Mutation: root(model.mutations), ...Object.fromEntries(entities) } as Data;
}

function keysOf(label: string, index: number): Fields {
  return { id: label, sku: 10 + index, left: `l${index % 2}`, right: 'ABC'[index], ref: { x: index, y: label } };
}

function valueOf(field: Field, label: string, model: Model, chance: Chance): Value {
  const mayFail = field.isSafe !== true;
  const owner = field.owners[0] ?? '';
  const where = `${label}.${field.name}`;
  if (mayFail && chance.in100(2)) return new Error(where);
  if (field.hasArguments && field.type === 'String') {
    return chance.in100(15) ? null : (args) => `${where}${JSON.stringify(args)}`;
  }
  return ofType(field.type, { where, owner, mayFail }, model, chance);
}

interface Place {
  readonly where: string;
  readonly owner: string;
  readonly mayFail: boolean;
}

function ofType(type: string, place: Place, model: Model, chance: Chance): Value {
  const isStrict = type.endsWith('!');
  const inner = isStrict ? type.slice(0, -1) : type;
  if (isStrict ? place.mayFail && chance.in100(1) : chance.in100(8)) return null;
  if (inner.startsWith('[')) {
    const items = Array.from({ length: chance.pick([1, 2, 2, 3, 0]) }, () =>
      ofType(inner.slice(1, -1), place, model, chance),
    );
    if (place.mayFail && items.length > 0 && chance.in100(2)) items[0] = new Error(`${place.where}[0]`);
    return items;
  }
  return single(bareName(inner), place, model, chance);
}

function single(name: string, { where, owner, mayFail }: Place, model: Model, chance: Chance): Value {
  const types = typesOf(name, owner, model);
  if (types.length === 0) return scalar(name, where, chance);
  const type = chance.pick(types);
  const value = model.values.find((one) => one.name === type);
  if (type === 'Ref') return { x: 1, y: where };
  if (!value) return `${type}_${chance.pick(INSTANCES)}`;
  const fields = value.fields.map((field): [string, Value] => {
    const place = { where: `${where}.${field.name}`, owner, mayFail };
    if (!field.hasArguments) return [field.name, ofType(field.type, place, model, chance)];
    return [field.name, (args) => `${place.where}${JSON.stringify(args)}`];
  });
  return { __typename: type, ...Object.fromEntries(fields) };
}

/** The types of object that a field of some type may hold in a subgraph; none for scalars. */
function typesOf(name: string, subgraph: string, { entities, values, named, either, thing }: Model): string[] {
  const here = entities.filter((entity) => entity.subgraphs.includes(subgraph)).map((entity) => entity.name);
  if (name === 'Ref') return ['Ref'];
  if (name === 'Named') return named.filter((one) => here.includes(one));
  if (name === 'Thing') return [...(thing?.types ?? [])];
  if (name === 'Either')
    return either.filter((one) => here.includes(one) || values.some((value) => value.name === one));
  return here.includes(name) || values.some((value) => value.name === name) ? [name] : [];
}

function scalar(name: string, where: string, chance: Chance): Value {
  switch (name) {
    case 'Int':
      return chance.pick([0, -1, 2 ** 31 - 1]);
    case 'Float':
      return chance.pick([0, 1.5, -1e21]);
    case 'Boolean':
      return chance.pick([false, true]);
    case 'Kind':
      return chance.pick(['A', 'B', 'C']);
    case 'Any':
      return chance.pick<Value>([1, 'text', { __typename: 'E0', id: 'no', list: [null] }, [], false]);
    default:
      return chance.pick([where, '', '"\\\n𝒜']);
  }
}
