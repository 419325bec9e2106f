import {
  type ArgumentNode,
  type ConstDirectiveNode,
  type DocumentNode,
  type FieldDefinitionNode,
  type FieldNode,
  Kind,
  type NamedTypeNode,
  parse,
  print,
  type SelectionNode,
  type SelectionSetNode,
  type TypeNode,
  visit,
} from 'graphql';
import { signatureOf } from '../operation/fields.ts';
import { fieldsOf, hasFields, type TypeWithFields, textArgument, typesWithFields, uses } from './directives.ts';

/** A field together with the arguments with which some `@requires` names it. */
export interface FieldVariant {
  readonly field: string;
  readonly arguments: readonly ArgumentNode[];
}

export interface RequiredArguments {
  /** The supergraph in which every variant is a field of its own, without arguments. */
  readonly supergraph: DocumentNode;
  /** By the name of that field. */
  readonly variants: ReadonlyMap<string, FieldVariant>;
  /** What fields of subgraphs require, as the new supergraph says it, by `graph Type.field`. */
  readonly requirements: ReadonlyMap<string, SelectionSetNode>;
}

/**
 * Gives every `price(currency: USD)` that a `@requires` names a field of its own. The planner keeps all that it fetches
 * under the names of fields, so that two requirements, or a requirement and the client, would otherwise overwrite each other.
 */
export function nameRequiredArguments(supergraph: DocumentNode): RequiredArguments {
  const types = new Map(typesWithFields(supergraph).map((type) => [type.name.value, type]));
  const variants = new Map<string, FieldVariant>();
  const requirements = new Map<string, SelectionSetNode>();
  /** Names of variants by what they ask for. */
  const names = new Map<string, string>();
  /** Names of variants by type. */
  const added = new Map<string, Set<string>>();

  function nameOf(node: FieldNode): string {
    const signature = signatureOf(node);
    const name = names.get(signature) ?? `${node.name.value}__with_${names.size}`;
    names.set(signature, name);
    variants.set(name, { field: node.name.value, arguments: node.arguments ?? [] });
    return name;
  }

  function rename(node: FieldNode, type: TypeWithFields): FieldNode {
    const name = nameOf(node);
    for (const each of typesIncluded(type, types.values()))
      added.set(each.name.value, (added.get(each.name.value) ?? new Set()).add(name));
    return { ...node, name: { kind: Kind.NAME, value: name }, arguments: [] };
  }

  function rewrite({ selections }: SelectionSetNode, type: TypeWithFields | undefined): SelectionSetNode {
    const rewritten = selections.map((node): SelectionNode => {
      if (node.kind === Kind.FRAGMENT_SPREAD) return node;
      if (node.kind === Kind.INLINE_FRAGMENT) {
        const condition = node.typeCondition ? types.get(node.typeCondition.name.value) : type;
        return { ...node, selectionSet: rewrite(node.selectionSet, condition) };
      }
      const definition = type && fieldsOf(type).find((field) => field.name.value === node.name.value);
      const inner = definition && types.get(namedType(definition.type).name.value);
      const selectionSet = node.selectionSet && rewrite(node.selectionSet, inner);
      const field: FieldNode = { ...node, ...(selectionSet && { selectionSet }) };
      return type && field.arguments?.length ? rename(field, type) : field;
    });
    return { kind: Kind.SELECTION_SET, selections: rewritten };
  }

  function rewriteDirective(directive: ConstDirectiveNode, type: TypeWithFields, field: string): ConstDirectiveNode {
    const text = textArgument(directive, 'requires');
    if (text === undefined) return directive;
    const set = rewrite(fieldSet(text), type);
    requirements.set(`${textArgument(directive, 'graph')} ${type.name.value}.${field}`, set);
    const args = (directive.arguments ?? []).map((argument) =>
      argument.name.value === 'requires'
        ? {
            ...argument,
            value: { kind: Kind.STRING, value: print(set).trim().slice(1, -1).replaceAll(/\s+/g, ' ') } as const,
          }
        : argument,
    );
    return { ...directive, arguments: args };
  }

  const rewritten = mapFields(supergraph, (field, type) => {
    if (!uses(field, 'join__field').some((use) => textArgument(use, 'requires') !== undefined)) return field;
    const directives = (field.directives ?? []).map((use) => rewriteDirective(use, type, field.name.value));
    return { ...field, directives };
  });
  return { supergraph: addVariants(rewritten, added, variants), variants, requirements };
}

/** The fields in a field set, such as `id organization { id }`. */
function fieldSet(text: string): SelectionSetNode {
  const [operation] = parse(text.trim().startsWith('{') ? text : `{${text}}`, { noLocation: true }).definitions;
  if (operation?.kind !== Kind.OPERATION_DEFINITION) throw new Error(`"${text}" is no field set.`);
  return operation.selectionSet;
}

function addVariants(
  supergraph: DocumentNode,
  added: ReadonlyMap<string, ReadonlySet<string>>,
  variants: ReadonlyMap<string, FieldVariant>,
): DocumentNode {
  if (variants.size === 0) return supergraph;
  const definitions = supergraph.definitions.map((type) => {
    if (!hasFields(type)) return type;
    const fields = [...(added.get(type.name.value) ?? [])].flatMap((name) => {
      const original = fieldsOf(type).find((field) => field.name.value === variants.get(name)?.field);
      return original ? [{ ...original, name: { kind: Kind.NAME, value: name } as const, arguments: [] }] : [];
    });
    return { ...type, fields: [...fieldsOf(type), ...fields] };
  });
  return { ...supergraph, definitions };
}

function mapFields(
  supergraph: DocumentNode,
  map: (field: FieldDefinitionNode, type: TypeWithFields) => FieldDefinitionNode,
): DocumentNode {
  const enter = <T extends TypeWithFields>(type: T): T => ({
    ...type,
    fields: fieldsOf(type).map((field) => map(field, type)),
  });
  return visit(supergraph, { ObjectTypeDefinition: enter, InterfaceTypeDefinition: enter });
}

/** A type and, if it is an interface, all that implement it. */
function typesIncluded(type: TypeWithFields, all: Iterable<TypeWithFields>): TypeWithFields[] {
  const implementing = [...all].filter(({ interfaces = [] }) =>
    interfaces.some((each) => each.name.value === type.name.value),
  );
  return [type, ...implementing];
}

function namedType(type: TypeNode): NamedTypeNode {
  return type.kind === Kind.NAMED_TYPE ? type : namedType(type.type);
}
