import {
  type ConstDirectiveNode,
  type DefinitionNode,
  type DocumentNode,
  type FieldDefinitionNode,
  type InterfaceTypeDefinitionNode,
  Kind,
  type ObjectTypeDefinitionNode,
} from 'graphql';

/** A type of a supergraph that has fields. */
export type TypeWithFields = ObjectTypeDefinitionNode | InterfaceTypeDefinitionNode;

export function hasFields(node: DefinitionNode): node is TypeWithFields {
  return node.kind === Kind.OBJECT_TYPE_DEFINITION || node.kind === Kind.INTERFACE_TYPE_DEFINITION;
}

export function typesWithFields({ definitions }: DocumentNode): TypeWithFields[] {
  return definitions.filter(hasFields);
}

/** The uses of one directive on a node. */
export function uses(
  node: { readonly directives?: readonly ConstDirectiveNode[] | undefined },
  name: string,
): ConstDirectiveNode[] {
  return (node.directives ?? []).filter((directive) => directive.name.value === name);
}

/** An argument's text or enum value, if the directive has that argument. */
export function textArgument(directive: ConstDirectiveNode, name: string): string | undefined {
  const value = directive.arguments?.find((argument) => argument.name.value === name)?.value;
  return value?.kind === Kind.STRING || value?.kind === Kind.ENUM ? value.value : undefined;
}

/** Whether a boolean argument of the directive has this value. */
export function isArgument(directive: ConstDirectiveNode, name: string, wanted: boolean): boolean {
  const value = directive.arguments?.find((argument) => argument.name.value === name)?.value;
  return value?.kind === Kind.BOOLEAN && value.value === wanted;
}

export function fieldsOf(type: TypeWithFields): readonly FieldDefinitionNode[] {
  return type.fields ?? [];
}
