import {
  type ASTVisitor,
  type DirectiveNode,
  type DocumentNode,
  GraphQLError,
  Kind,
  OperationTypeNode,
  type SelectionSetNode,
  type ValidationContext,
} from 'graphql';
import { fragmentsOf } from './fragments-of.ts';

const CONDITIONS = new Set(['skip', 'include']);

/**
 * A validation rule of the specification's edition of September 2025: whether a subscription asks for its field may not depend
 * on a condition. graphql-js 16 throws where a variable decides one, so what has such a condition is not shown to its rules.
 */
export function subscriptionConditions(context: ValidationContext): ASTVisitor {
  return {
    Document: (document: DocumentNode) => {
      const conditions = conditionsIn(document);
      if (conditions.length === 0) return undefined;
      const message = 'The field of a subscription can not have @skip or @include.';
      context.reportError(new GraphQLError(message, { nodes: conditions }));
      return { ...document, definitions: [] };
    },
  };
}

function conditionsIn(document: DocumentNode): DirectiveNode[] {
  const fragments = fragmentsOf(document);
  const found: DirectiveNode[] = [];
  const spread = new Set<string>();
  const search = ({ selections }: SelectionSetNode): void => {
    for (const node of selections) {
      found.push(...(node.directives ?? []).filter(({ name }) => CONDITIONS.has(name.value)));
      if (node.kind === Kind.INLINE_FRAGMENT) search(node.selectionSet);
      if (node.kind !== Kind.FRAGMENT_SPREAD || spread.has(node.name.value)) continue;
      spread.add(node.name.value);
      const fragment = fragments.get(node.name.value);
      if (fragment) search(fragment.selectionSet);
    }
  };
  for (const node of document.definitions)
    if (node.kind === Kind.OPERATION_DEFINITION && node.operation === OperationTypeNode.SUBSCRIPTION)
      search(node.selectionSet);
  return found;
}
