import { type ConstDirectiveNode, type ConstValueNode, type DocumentNode, Kind, valueFromASTUntyped } from 'graphql';

const SPEC = /\/cost\/v\d+\.\d+\/?$/;

/** How a supergraph calls the directives of the cost specification. */
export interface CostNames {
  readonly cost: string;
  readonly listSize: string;
}

/** What `@listSize` says of a field. */
export interface ListSize {
  /** How many items there are where no argument says so. */
  readonly assumedSize?: number;
  /** Paths of the arguments that say how many items are asked for: `first`, or `input.first`. */
  readonly slicingArguments: readonly (readonly string[])[];
  /** The fields of the field's type that hold those items; none when the field itself is the list. */
  readonly sizedFields: readonly string[];
  /** Whether exactly one of the arguments has to be given. */
  readonly requiresOne: boolean;
}

type WithDirectives = { readonly directives?: readonly ConstDirectiveNode[] | undefined };

/** As its `@link` of the specification names them. */
export function costNamesOf({ definitions }: DocumentNode): CostNames {
  const links = definitions
    .filter((node) => node.kind === Kind.SCHEMA_DEFINITION || node.kind === Kind.SCHEMA_EXTENSION)
    .flatMap((node) => (node.directives ?? []).filter(({ name }) => name.value === 'link'));
  const link = links.map(argumentsOf).find(({ url }) => typeof url === 'string' && SPEC.test(url));
  // Without a link they have their plain names.
  if (!link) return { cost: 'cost', listSize: 'listSize' };
  const prefix = typeof link['as'] === 'string' ? link['as'] : 'cost';
  const imported = new Map(importsIn(link['import']));
  return {
    // A specification's directive of the same name has no prefix.
    cost: imported.get('@cost') ?? prefix,
    listSize: imported.get('@listSize') ?? `${prefix}__listSize`,
  };
}

/** What `@cost` says of something; IBM's specification writes the number as a text, federation as an integer. */
export function weightOf(node: WithDirectives, { cost }: CostNames): number | undefined {
  const use = find(node, cost);
  if (!use) return undefined;
  const weight = Number(argumentsOf(use)['weight']);
  return Number.isFinite(weight) ? weight : undefined;
}

export function listSizeOf(node: WithDirectives, names: CostNames): ListSize | undefined {
  const use = find(node, names.listSize);
  if (!use) return undefined;
  const { assumedSize, slicingArguments, sizedFields, requireOneSlicingArgument } = argumentsOf(use);
  return {
    ...(typeof assumedSize === 'number' && { assumedSize }),
    slicingArguments: texts(slicingArguments).map((path) => path.split('.')),
    sizedFields: texts(sizedFields),
    requiresOne: requireOneSlicingArgument !== false,
  };
}

function find({ directives }: WithDirectives, wanted: string): ConstDirectiveNode | undefined {
  return directives?.find(({ name }) => name.value === wanted);
}

function argumentsOf(use: ConstDirectiveNode): Readonly<Record<string, unknown>> {
  return Object.fromEntries((use.arguments ?? []).map(({ name, value }) => [name.value, plain(value)]));
}

function plain(value: ConstValueNode): unknown {
  return valueFromASTUntyped(value);
}

/** Names by what they import: `"@cost"`, or `{ name: "@cost", as: "@price" }`. */
function importsIn(imports: unknown): (readonly [string, string])[] {
  if (!Array.isArray(imports)) return [];
  return imports.flatMap((each: unknown) => {
    if (typeof each === 'string') return [[each, each.slice(1)] as const];
    const { name, as } = each as { name?: unknown; as?: unknown };
    if (typeof name !== 'string') return [];
    return [[name, (typeof as === 'string' ? as : name).slice(1)] as const];
  });
}

function texts(value: unknown): string[] {
  const values = Array.isArray(value) ? value : [value];
  return values.filter((item) => typeof item === 'string');
}
