import {
  type ASTVisitor,
  GraphQLError,
  type GraphQLNamedType,
  type GraphQLObjectType,
  getNamedType,
  isAbstractType,
  isObjectType,
  Kind,
  type SelectionNode,
  type SelectionSetNode,
  type ValidationContext,
} from 'graphql';

export interface OperationLimits {
  /** How many tokens its document may have: what parsing and validating it may cost. */
  readonly maxTokens: number;
  /** How deep fields may be nested. */
  readonly maxDepth: number;
  /**
   * How many fields may be asked for in all. Each fragment counts wherever it is spread, and what is asked of an interface or
   * union counts for each type that it may be: so often it is planned. Of all selections, those that apply to no type as well,
   * there may be four times as many.
   */
  readonly maxFields: number;
}

/** Deep enough for introspection as tools ask for it, and more than twice what a screen needs; planned in some 100 ms. */
export const OPERATION_LIMITS: OperationLimits = { maxTokens: 2_000, maxDepth: 25, maxFields: 500 };

/** A field in an inline fragment in a fragment that is spread is three selections: as many such as fields may be must fit. */
const SELECTIONS_PER_FIELD = 4;

interface Size {
  readonly depth: number;
  readonly fields: number;
}

const NOTHING: Size = { depth: 0, fields: 0 };

/** A validation rule that refuses operations too large to be planned. */
export function operationLimits({
  maxDepth,
  maxFields,
}: Omit<OperationLimits, 'maxTokens'>): (context: ValidationContext) => ASTVisitor {
  const maxSelections = maxFields * SELECTIONS_PER_FIELD;
  return (context) => {
    // Of all the document's operations, so that fragments are measured once.
    const measure = measureWith(context);
    const count = countWith(context);
    return {
      OperationDefinition: (operation) => {
        const root = context.getSchema().getRootType(operation.operation);
        if (!root) return;
        const { depth, fields } = measure(operation.selectionSet, root);
        if (depth > maxDepth)
          context.reportError(new GraphQLError(`The operation is nested more than ${maxDepth} fields deep.`));
        if (fields > maxFields)
          context.reportError(new GraphQLError(`The operation asks for more than ${maxFields} fields.`));
        else if (count(operation.selectionSet) > maxSelections)
          context.reportError(
            new GraphQLError(`The operation has more than ${maxSelections} selections, its fragments spelt out.`),
          );
      },
    };
  };
}

/** Counts what selections become when fragments are inlined, which happens before anybody asks whether their types apply. */
function countWith(context: ValidationContext): (selections: SelectionSetNode) => number {
  const known = new Map<SelectionSetNode, number>();

  function count(selections: SelectionSetNode): number {
    const before = known.get(selections);
    if (before !== undefined) return before;
    // As below, for fragments that spread themselves.
    known.set(selections, 0);
    let total = 0;
    for (const selection of selections.selections) {
      const inner = selection.kind === Kind.FRAGMENT_SPREAD ? context.getFragment(selection.name.value) : selection;
      total += 1 + (inner?.selectionSet ? count(inner.selectionSet) : 0);
    }
    known.set(selections, total);
    return total;
  }

  return count;
}

/** Measures what is selected of a type: the sum over all object types that a value of it may have. */
function measureWith(context: ValidationContext): (selections: SelectionSetNode, type: GraphQLNamedType) => Size {
  const schema = context.getSchema();
  const known = new Map<SelectionSetNode, Map<string, Size>>();

  function measure(selections: SelectionSetNode, type: GraphQLNamedType): Size {
    if (isObjectType(type)) return measureOf(type, selections);
    const types = isAbstractType(type) ? schema.getPossibleTypes(type) : [];
    return types.map((each) => measureOf(each, selections)).reduce(both, NOTHING);
  }

  /** Of one object type, each selection once, in however many fragments it is spread. */
  function measureOf(type: GraphQLObjectType, selections: SelectionSetNode): Size {
    const sizes = known.get(selections) ?? new Map<string, Size>();
    known.set(selections, sizes);
    let size = sizes.get(type.name);
    if (size) return size;
    // Fragments that spread themselves, which another rule refuses, must end here.
    sizes.set(type.name, NOTHING);
    size = selections.selections.map((selection) => sizeOf(type, selection)).reduce(both, NOTHING);
    sizes.set(type.name, size);
    return size;
  }

  function sizeOf(type: GraphQLObjectType, selection: SelectionNode): Size {
    if (selection.kind === Kind.FIELD) {
      // What is unknown, another rule refuses.
      const field = type.getFields()[selection.name.value];
      const inner =
        field && selection.selectionSet ? measure(selection.selectionSet, getNamedType(field.type)) : NOTHING;
      return { depth: inner.depth + 1, fields: inner.fields + 1 };
    }
    const fragment = selection.kind === Kind.INLINE_FRAGMENT ? selection : context.getFragment(selection.name.value);
    if (!fragment || !applies(fragment.typeCondition?.name.value, type)) return NOTHING;
    return measureOf(type, fragment.selectionSet);
  }

  function applies(condition: string | undefined, type: GraphQLObjectType): boolean {
    if (condition === undefined || condition === type.name) return true;
    const wanted = schema.getType(condition);
    return isAbstractType(wanted) && schema.isSubType(wanted, type);
  }

  return measure;
}

function both(one: Size, other: Size): Size {
  return { depth: Math.max(one.depth, other.depth), fields: one.fields + other.fields };
}
