import {
  baseType,
  type CompositeType,
  type FieldDefinition,
  type InterfaceType,
  isCompositeType,
  type ObjectType,
  type Schema,
} from '@apollo/federation-internals';
import { Kind, parse, type SelectionSetNode } from 'graphql';

type TypeWithFields = ObjectType | InterfaceType;
export type Field = FieldDefinition<TypeWithFields>;

const CONTEXT = 'https://specs.apollo.dev/context';

interface JoinField {
  readonly requires?: string;
  readonly contextArguments?: readonly { readonly context: string; readonly selection: string }[];
}

/** Finds the fields of which a field is made: those that its `@requires` and `@fromContext` name, and those that these need. */
export function requiredFields(schema: Schema): (field: Field) => ReadonlySet<Field> {
  const contexts = typesByContext(schema);

  const direct = (field: Field): Field[] =>
    declarationsOf(field).flatMap((each) =>
      each.appliedDirectivesOf<JoinField>('join__field').flatMap((use) => {
        const { requires, contextArguments = [] } = use.arguments();
        return [
          ...(requires === undefined ? [] : fieldsIn(fieldSet(requires), field.parent)),
          ...contextArguments.flatMap(({ context, selection }) =>
            (contexts.get(context) ?? []).flatMap((type) => fieldsIn(fieldSet(selection), type)),
          ),
        ];
      }),
    );

  return (field) => {
    const found = new Set<Field>();
    const add = (each: Field): void => {
      if (found.has(each)) return;
      found.add(each);
      for (const next of direct(each)) add(next);
    };
    for (const each of direct(field)) add(each);
    return found;
  };
}

/** A field, and the same field of the interfaces of its type: that of an interface object stands there. */
export function declarationsOf(field: Field): readonly Field[] {
  const inherited = field.parent.interfaces().map((type) => type.field(field.name));
  return [field, ...inherited.filter((each) => each !== undefined)];
}

function typesByContext(schema: Schema): ReadonlyMap<string, readonly CompositeType[]> {
  const name = schema.coreFeatures?.getByIdentity(CONTEXT)?.directiveNameInSchema('context');
  const types = new Map<string, CompositeType[]>();
  for (const type of name === undefined ? [] : schema.types().filter(isCompositeType))
    for (const use of type.appliedDirectivesOf<{ name: string }>(name as string)) {
      const context = use.arguments().name;
      types.set(context, [...(types.get(context) ?? []), type]);
    }
  return types;
}

/** @throws GraphQLError for a text that is none */
function fieldSet(text: string): SelectionSetNode {
  const [operation] = parse(text.trim().startsWith('{') ? text : `{${text}}`, { noLocation: true }).definitions;
  if (operation?.kind !== Kind.OPERATION_DEFINITION) throw new Error(`"${text}" is no field set.`);
  return operation.selectionSet;
}

/** All fields of object types that a selection can read. */
function fieldsIn({ selections }: SelectionSetNode, type: CompositeType): Field[] {
  return selections.flatMap((node): Field[] => {
    if (node.kind === Kind.INLINE_FRAGMENT) {
      const condition = node.typeCondition ? type.schema().type(node.typeCondition.name.value) : type;
      return condition && isCompositeType(condition) ? fieldsIn(node.selectionSet, condition) : [];
    }
    if (node.kind !== Kind.FIELD) return [];
    const fields = objectsOf(type).flatMap((each) => each.field(node.name.value) ?? []);
    return fields.flatMap((field) => {
      const inner = baseType(field.type as never);
      return [field, ...(node.selectionSet && isCompositeType(inner) ? fieldsIn(node.selectionSet, inner) : [])];
    });
  });
}

/** The types that objects of a type can have. */
export function objectsOf(type: CompositeType): readonly ObjectType[] {
  if (type.kind === 'ObjectType') return [type];
  return type.kind === 'InterfaceType' ? type.possibleRuntimeTypes() : type.types();
}
