import { baseType, type NamedType, type Schema } from '@apollo/federation-internals';
import { type Demands, followsFrom, NO_DEMANDS, ruleOf } from './demands.ts';
import { type DemandsReader, demandsReader } from './read-demands.ts';
import { declarationsOf, type Field, objectsOf, requiredFields } from './required-fields.ts';
import { allOf, anyOf, type Rule, textOf } from './rule.ts';

/** What a supergraph's `@authenticated`, `@requiresScopes` and `@policy` say. */
export interface AccessRules {
  /** What it takes to read a field of an object type, its `__typename` among them. Equal rules are the same object. */
  ruleOf(typeName: string, fieldName: string): Rule | undefined;
}

/**
 * Reads the rules of a supergraph; of each field when it is first asked for.
 * @returns `undefined` for one without any
 * @throws GraphQLError for directives that can not be enforced as they stand
 */
export function readAccessRules(schema: Schema): AccessRules | undefined {
  const read = demandsReader(schema);
  return read && new RulesOfSchema(schema, read);
}

class RulesOfSchema implements AccessRules {
  readonly #schema: Schema;
  readonly #read: DemandsReader;
  readonly #requiredFields: (field: Field) => ReadonlySet<Field>;
  readonly #known = new Map<string, Rule | undefined>();
  readonly #byText = new Map<string, Rule>();

  constructor(schema: Schema, read: DemandsReader) {
    this.#schema = schema;
    this.#read = read;
    this.#requiredFields = requiredFields(schema);
    // What can't be read is told when the supergraph is loaded.
    for (const type of schema.types()) {
      read(type);
      if (type.kind === 'ObjectType' || type.kind === 'InterfaceType') for (const field of type.fields()) read(field);
    }
  }

  ruleOf(typeName: string, fieldName: string): Rule | undefined {
    const coordinate = `${typeName}.${fieldName}`;
    if (!this.#known.has(coordinate)) this.#known.set(coordinate, this.#interned(this.#find(typeName, fieldName)));
    return this.#known.get(coordinate);
  }

  #interned(rule: Rule | undefined): Rule | undefined {
    if (!rule) return undefined;
    const text = textOf(rule);
    const known = this.#byText.get(text) ?? rule;
    this.#byText.set(text, known);
    return known;
  }

  #find(typeName: string, fieldName: string): Rule | undefined {
    const type = this.#schema.type(typeName);
    if (type?.kind !== 'ObjectType') throw new Error(`${typeName} is no object type.`);
    const field = type.field(fieldName);
    if (!field) return this.#ofType(type); // __typename
    return allOf([field, ...this.#requiredFields(field)].map((each) => this.#ofField(each)));
  }

  /** Of a field of an object type: what its type, the field and the type of its value demand. */
  #ofField(field: Field): Rule | undefined {
    const demands = declarationsOf(field).map((each) => ruleOf(this.#demandsOf(each)));
    return allOf([this.#ofType(field.parent), ...demands, this.#ofValue(baseType(field.type as never))]);
  }

  #ofType(type: NamedType): Rule | undefined {
    const interfaces = type.kind === 'ObjectType' || type.kind === 'InterfaceType' ? type.interfaces() : [];
    return allOf([type, ...interfaces].map((each) => ruleOf(this.#demandsOf(each))));
  }

  /** Of a field for its value: where all types that the value can have have rules, one of them has to be met. */
  #ofValue(type: NamedType): Rule | undefined {
    if (type.kind !== 'InterfaceType' && type.kind !== 'UnionType') return this.#ofType(type);
    return allOf([this.#ofType(type), anyOf(objectsOf(type).map((each) => this.#ofType(each)))]);
  }

  /**
   * What is demanded at a place itself. On an interface, composition writes what the types that implement it demand together;
   * those have that themselves, so it would only take what is allowed of some from all. What is anything else is for all of them.
   */
  #demandsOf(place: NamedType | Field): Demands {
    const demands = this.#read(place);
    const isField = place.kind === 'FieldDefinition';
    const type = isField ? place.parent : place;
    if (type.kind !== 'InterfaceType') return demands;
    const below = objectsOf(type)
      .flatMap((each) => (isField ? (each.field(place.name) ?? []) : each))
      .map(this.#read);
    const isDerived = followsFrom(demands, below) && below.every((each) => followsFrom(each, [demands]));
    return isDerived ? NO_DEMANDS : demands;
  }
}
