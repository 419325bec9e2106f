import {
  type ASTVisitor,
  type FragmentDefinitionNode,
  GraphQLError,
  Kind,
  type SelectionSetNode,
  type ValidationContext,
} from 'graphql';

export interface OperationLimits {
  /** How deep fields may be nested. */
  readonly maxDepth: number;
  /** How many fields may be asked for in all, each fragment counted wherever it is spread. */
  readonly maxFields: number;
}

/** Deep enough for introspection as tools ask for it, and far more than a screen needs. */
export const OPERATION_LIMITS: OperationLimits = { maxDepth: 25, maxFields: 2_000 };

interface Size {
  readonly depth: number;
  readonly fields: number;
}

const NOTHING: Size = { depth: 0, fields: 0 };

/** A validation rule that refuses operations too large to be planned. */
export function operationLimits({
  maxDepth,
  maxFields,
} = OPERATION_LIMITS): (context: ValidationContext) => ASTVisitor {
  return (context) => ({
    OperationDefinition: (operation) => {
      const { depth, fields } = measureWith(context)(operation.selectionSet);
      if (depth > maxDepth)
        context.reportError(new GraphQLError(`The operation is nested more than ${maxDepth} fields deep.`));
      if (fields > maxFields)
        context.reportError(new GraphQLError(`The operation asks for more than ${maxFields} fields.`));
    },
  });
}

/** Measures selections, each fragment once, however often it is spread. */
function measureWith(context: ValidationContext): (selections: SelectionSetNode) => Size {
  const fragments = new Map<string, Size>();

  function ofFragment(name: string): Size {
    const known = fragments.get(name);
    if (known) return known;
    // Fragments that spread themselves, which another rule refuses, must end here.
    fragments.set(name, NOTHING);
    const fragment: FragmentDefinitionNode | null | undefined = context.getFragment(name);
    const size = fragment ? measure(fragment.selectionSet) : NOTHING;
    fragments.set(name, size);
    return size;
  }

  function measure({ selections }: SelectionSetNode): Size {
    let depth = 0;
    let fields = 0;
    for (const selection of selections) {
      const inner =
        selection.kind === Kind.FRAGMENT_SPREAD
          ? ofFragment(selection.name.value)
          : measure(selection.selectionSet ?? EMPTY);
      const own = selection.kind === Kind.FIELD ? 1 : 0;
      depth = Math.max(depth, inner.depth + own);
      fields += inner.fields + own;
    }
    return { depth, fields };
  }

  return measure;
}

const EMPTY: SelectionSetNode = { kind: Kind.SELECTION_SET, selections: [] };
