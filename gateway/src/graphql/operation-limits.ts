import {
  type ASTVisitor,
  BREAK,
  type DocumentNode,
  GraphQLError,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
  type ValidationContext,
  visit,
} from 'graphql';
import { type Fragments, fragmentsOf } from '../engine/operation/fragments-of.ts';
import { countWith, type OperationCount } from './operation-count.ts';

/** What an operation may have. Each fragment counts wherever it is spread. */
export interface OperationLimits {
  /** How many tokens its document may have: what parsing and validating it may cost. */
  readonly maxTokens: number;
  /** How deep fields may be nested. */
  readonly maxDepth: number;
  /**
   * How many fields may be asked for in all. What is asked of an interface or union counts for each type that it may be: so often
   * it is planned. Of all selections, those that apply to no type as well, there may be four times as many.
   */
  readonly maxFields: number;
  readonly maxAliases: number;
  readonly maxDirectives: number;
  /** Of the operation's own type: `Query`, `Mutation`. */
  readonly maxRootFields: number;
}

/** A field in an inline fragment in a fragment that is spread is three selections: as many such as fields may be must fit. */
const SELECTIONS_PER_FIELD = 4;
/** Filters of ten levels, each an object in a list, fit. What is deeper, a variable can bring. */
const MAX_VALUE_NESTING = 20;
/** Tools that find out what a server knows ask for a few. */
const MAX_TYPES = 10;
/** Lists of introspection one in another: types, their fields, their arguments. */
const MAX_SCHEMA_LISTS = 3;
/** Messages repeat names, up to a hundred times in one answer, and so do subgraphs in theirs. */
const MAX_NAME_LENGTH = 200;

/** What is counted by type: the sum over all object types that a value may have. */
interface Size {
  readonly depth: number;
  readonly fields: number;
}

const EMPTY: Size = { depth: 0, fields: 0 };

/**
 * A validation rule that refuses operations too large to be planned. It looks at the document before all rules, at each selection a few
 * times at most, and spares the others one that it refuses.
 */
export function operationLimits(
  limits: Omit<OperationLimits, 'maxTokens'>,
): (context: ValidationContext) => ASTVisitor {
  return (context) => {
    const document = context.getDocument();
    const problem = problemOf(document, context.getSchema(), limits);
    if (problem === undefined) return {};
    context.reportError(new GraphQLError(problem));
    // Other rules would take long for it. Nobody else gets to see what is refused.
    (document as { definitions: DocumentNode['definitions'] }).definitions = [];
    return {};
  };
}

function problemOf(
  document: DocumentNode,
  schema: GraphQLSchema,
  limits: Omit<OperationLimits, 'maxTokens'>,
): string | undefined {
  const wrongWord = wrongWordOf(document);
  if (wrongWord !== undefined) return wrongWord;
  const fragments = fragmentsOf(document);
  const operations = document.definitions.filter(
    (each): each is OperationDefinitionNode => each.kind === Kind.OPERATION_DEFINITION,
  );
  // Of all the document's operations, so that fragments are counted once.
  const count = countWith(fragments, limits.maxDepth * SELECTIONS_PER_FIELD);
  const measure = measureWith(schema, fragments);
  for (const operation of operations) {
    const counts = count(operation);
    const tooMuch = tooMuchOf(counts, limits);
    if (tooMuch !== undefined) return tooMuch;
    const root = schema.getRootType(operation.operation);
    const { depth, fields } = root ? measure(operation.selectionSet, root) : EMPTY;
    if (depth > limits.maxDepth) return tooDeep(limits);
    if (fields > limits.maxFields) return `The operation asks for more than ${limits.maxFields} fields.`;
    const maxSelections = limits.maxFields * SELECTIONS_PER_FIELD;
    if (counts.selections > maxSelections)
      return `The operation has more than ${maxSelections} selections, its fragments spelt out.`;
  }
  return undefined;
}

/** What is wrong with the words of a document: a name, or how deep lists and objects that are written as values, also as defaults, nest. */
function wrongWordOf(document: DocumentNode): string | undefined {
  let problem: string | undefined;
  let depth = 0;
  const enter = (): unknown => {
    depth += 1;
    if (depth <= MAX_VALUE_NESTING) return undefined;
    problem = `A value is nested more than ${MAX_VALUE_NESTING} deep. Send it as a variable.`;
    return BREAK;
  };
  const leave = (): void => {
    depth -= 1;
  };
  visit(document, {
    ListValue: { enter, leave },
    ObjectValue: { enter, leave },
    Name: ({ value }): unknown => {
      if (value.length <= MAX_NAME_LENGTH) return undefined;
      problem = `A name has more than ${MAX_NAME_LENGTH} characters.`;
      return BREAK;
    },
  });
  return problem;
}

function tooMuchOf(
  { aliases, directives, fields, nesting, schemas, types, schemaAliases, schemaLists }: OperationCount,
  limits: Omit<OperationLimits, 'maxTokens'>,
): string | undefined {
  const { maxAliases, maxDirectives, maxRootFields, maxDepth } = limits;
  if (nesting > maxDepth * SELECTIONS_PER_FIELD) return tooDeep(limits);
  if (aliases > maxAliases) return `The operation has more than ${maxAliases} aliases.`;
  if (directives > maxDirectives) return `The operation has more than ${maxDirectives} directives.`;
  if (fields > maxRootFields) return `The operation has more than ${maxRootFields} root fields.`;
  if (schemas > 1) return 'The operation asks for `__schema` more than once.';
  if (types > MAX_TYPES) return `The operation asks for \`__type\` more than ${MAX_TYPES} times.`;
  if (schemaAliases > 0) return 'What is asked of `__schema` and `__type` can have no aliases.';
  if (schemaLists > MAX_SCHEMA_LISTS) return `Introspection has more than ${MAX_SCHEMA_LISTS} lists one in another.`;
  return undefined;
}

function tooDeep({ maxDepth }: Pick<OperationLimits, 'maxDepth'>): string {
  return `The operation is nested more than ${maxDepth} fields deep.`;
}

/** Measures what is selected of a type: the sum over all object types that a value of it may have. */
function measureWith(
  schema: GraphQLSchema,
  fragments: Fragments,
): (selections: SelectionSetNode, type: GraphQLNamedType) => Size {
  const known = new Map<SelectionSetNode, Map<string, Size>>();

  function measure(selections: SelectionSetNode, type: GraphQLNamedType): Size {
    if (isObjectType(type)) return measureOf(type, selections);
    const types = isAbstractType(type) ? schema.getPossibleTypes(type) : [];
    return types.map((each) => measureOf(each, selections)).reduce(both, EMPTY);
  }

  /** Of one object type, each selection once, in however many fragments it is spread. */
  function measureOf(type: GraphQLObjectType, selections: SelectionSetNode): Size {
    const sizes = known.get(selections) ?? new Map<string, Size>();
    known.set(selections, sizes);
    let size = sizes.get(type.name);
    if (size) return size;
    // Fragments that spread themselves, which another rule refuses, must end here.
    sizes.set(type.name, EMPTY);
    size = selections.selections.map((selection) => sizeOf(type, selection)).reduce(both, EMPTY);
    sizes.set(type.name, size);
    return size;
  }

  function sizeOf(type: GraphQLObjectType, selection: SelectionNode): Size {
    if (selection.kind === Kind.FIELD) {
      // What is unknown, another rule refuses.
      const field = type.getFields()[selection.name.value];
      const inner = field && selection.selectionSet ? measure(selection.selectionSet, getNamedType(field.type)) : EMPTY;
      return { depth: inner.depth + 1, fields: inner.fields + 1 };
    }
    const fragment = selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments.get(selection.name.value);
    if (!fragment || !applies(fragment.typeCondition?.name.value, type)) return EMPTY;
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
