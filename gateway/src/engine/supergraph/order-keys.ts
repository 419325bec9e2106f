import { type ConstDirectiveNode, type DocumentNode, visit } from 'graphql';
import { isArgument } from './directives.ts';

/**
 * Puts the keys by which a subgraph does not find an entity (`resolvable: false`) behind those by which it does: the planner
 * takes the first key of a subgraph to come back to it after a `@requires`.
 */
export function orderKeys(supergraph: DocumentNode): DocumentNode {
  const enter = <T extends { readonly directives?: readonly ConstDirectiveNode[] | undefined }>(node: T): T => {
    const directives = node.directives ?? [];
    const last = directives.filter(isUnresolvable);
    if (last.length === 0) return node;
    return { ...node, directives: [...directives.filter((directive) => !isUnresolvable(directive)), ...last] };
  };
  return visit(supergraph, { ObjectTypeDefinition: enter, InterfaceTypeDefinition: enter });
}

function isUnresolvable(directive: ConstDirectiveNode): boolean {
  return directive.name.value === 'join__type' && isArgument(directive, 'resolvable', false);
}
