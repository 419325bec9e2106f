import {
  type ConstDirectiveNode,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isInterfaceType,
  isObjectType,
  Kind,
  parse,
  print,
  type SelectionSetNode,
  visit,
} from 'graphql';
import type { Grants } from '../harness/run.ts';
import type { World } from '../harness/world.ts';
import type { Chance } from './chance.ts';

/** Rules at random places of a supergraph, and who may read what by them. */
export interface RandomAccess {
  /** Writes the rules into a supergraph. */
  changed(supergraphSdl: string): string;
  grants(): Grants;
  /** Whether somebody may read a field of an object type, told without the engine. */
  mayRead(world: World, full: GraphQLSchema, grants: Grants): (type: string, field: string) => boolean;
}

/** Met by one of the alternatives. */
type Demand = { readonly kind: 'auth' } | { readonly kind: 'scopes' | 'policies'; readonly any: string[][] };

/** The directives under names of their own. */
const FEATURES = `
  @link(url: "https://specs.apollo.dev/authenticated/v0.1", import: [{ name: "@authenticated", as: "@auth" }], for: SECURITY)
  @link(url: "https://specs.apollo.dev/requiresScopes/v0.1", as: "scoped", for: SECURITY)
  @link(url: "https://specs.apollo.dev/policy/v0.1", for: SECURITY)`;
const PLACES = 'on FIELD_DEFINITION | OBJECT | INTERFACE | SCALAR | ENUM';
const DEFINITIONS = `
  directive @auth ${PLACES}
  directive @scoped(scopes: [[scoped__Scope!]!]!) ${PLACES}
  directive @policy(policies: [[policy__Policy!]!]!) ${PLACES}
  scalar scoped__Scope scalar policy__Policy`;
/** Nothing that implements an interface demands these, so that no rule of an interface follows from theirs. */
const OF_INTERFACES = 'i';

export function randomAccess(chance: Chance): RandomAccess {
  const demands = new Map<string, Demand>();

  const demand = (coordinate: string, percent: number, isInterface: boolean): readonly ConstDirectiveNode[] => {
    if (!chance.in100(percent)) return [];
    const made: Demand = isInterface ? { kind: 'scopes', any: [[OF_INTERFACES]] } : randomDemand(chance);
    demands.set(coordinate, made);
    return [directiveOf(made)];
  };

  return {
    changed: (sdl) => {
      const linked = sdl.replace(/(@link\(url: "https:\/\/specs.apollo.dev\/join\/[^)]*\))/, `$1 ${FEATURES}`);
      const document = visit(parse(linked + DEFINITIONS), {
        enter: (node) => {
          if (
            node.kind !== Kind.OBJECT_TYPE_DEFINITION &&
            node.kind !== Kind.INTERFACE_TYPE_DEFINITION &&
            node.kind !== Kind.ENUM_TYPE_DEFINITION &&
            node.kind !== Kind.SCALAR_TYPE_DEFINITION
          )
            return undefined;
          const name = node.name.value;
          if (name.includes('__')) return undefined;
          const isInterface = node.kind === Kind.INTERFACE_TYPE_DEFINITION;
          const percent = isInterface ? 5 : ['Query', 'Mutation'].includes(name) ? 2 : 10;
          const directives = [...(node.directives ?? []), ...demand(name, percent, isInterface)];
          if (!('fields' in node)) return { ...node, directives };
          const fields = (node.fields ?? []).map((field) => ({
            ...field,
            directives: [
              ...(field.directives ?? []),
              ...demand(`${name}.${field.name.value}`, isInterface ? 5 : 15, isInterface),
            ],
          }));
          return { ...node, directives, fields };
        },
      });
      return print(document);
    },
    grants: () => ({
      isAuthenticated: chance.in100(60),
      scopes: new Set(chance.some(['s0', 's1', 's2', OF_INTERFACES])),
      policies: new Set(chance.some(['p0', 'p1'])),
    }),
    mayRead: (world, full, grants) => reader({ demands, world, full, grants }),
  };
}

function randomDemand(chance: Chance): Demand {
  if (chance.in100(35)) return { kind: 'auth' };
  const kind = chance.pick(['scopes', 'policies'] as const);
  const names = kind === 'scopes' ? ['s0', 's1', 's2'] : ['p0', 'p1'];
  return { kind, any: Array.from({ length: chance.upTo(2) }, () => chance.some(names, 1)) };
}

function directiveOf(demand: Demand): ConstDirectiveNode {
  const text =
    demand.kind === 'auth'
      ? '@auth'
      : `@${demand.kind === 'scopes' ? 'scoped' : 'policy'}(${demand.kind}: ${JSON.stringify(demand.any)})`;
  const [type] = parse(`scalar X ${text}`, { noLocation: true }).definitions;
  return (type as { directives?: readonly ConstDirectiveNode[] }).directives?.[0] as ConstDirectiveNode;
}

function reader(parts: {
  demands: ReadonlyMap<string, Demand>;
  world: World;
  full: GraphQLSchema;
  grants: Grants;
}): (type: string, field: string) => boolean {
  const { demands, world, full, grants } = parts;
  const isMet = (coordinate: string): boolean => {
    const demand = demands.get(coordinate);
    if (!demand) return true;
    if (demand.kind === 'auth') return grants.isAuthenticated;
    if (demand.kind === 'scopes' && !grants.isAuthenticated) return false;
    return demand.any.some((names) => names.every((name) => grants[demand.kind as 'scopes'].has(name)));
  };
  const mayReadType = (type: GraphQLNamedType): boolean =>
    isMet(type.name) && (!('getInterfaces' in type) || type.getInterfaces().every(({ name }) => isMet(name)));
  const mayReadValue = (type: GraphQLNamedType): boolean =>
    mayReadType(type) && (!isAbstractType(type) || full.getPossibleTypes(type).some(mayReadType));

  /** Without what the field is made of. */
  const mayReadOwn = (type: GraphQLObjectType, name: string): boolean => {
    const field = type.getFields()[name];
    const coordinates = [type, ...type.getInterfaces()].map((each) => `${each.name}.${name}`);
    return mayReadType(type) && coordinates.every(isMet) && (!field || mayReadValue(getNamedType(field.type)));
  };
  const mayReadAll = ({ selections }: SelectionSetNode, type: GraphQLNamedType): boolean =>
    selections.every((node) => {
      if (node.kind !== Kind.FIELD) return true;
      const objects = isAbstractType(type) ? full.getPossibleTypes(type) : isObjectType(type) ? [type] : [];
      return objects.every((object) => {
        const field = object.getFields()[node.name.value];
        if (!field) return true;
        const inner = getNamedType(field.type);
        return mayRead(object.name, field.name) && (!node.selectionSet || mayReadAll(node.selectionSet, inner));
      });
    });
  const mayRead = (typeName: string, fieldName: string): boolean => {
    const type = full.getType(typeName);
    if (!isObjectType(type)) return !isInterfaceType(type);
    const required = world.requiredBy(typeName, fieldName);
    return mayReadOwn(type, fieldName) && (!required || mayReadAll(required, type));
  };
  return mayRead;
}
