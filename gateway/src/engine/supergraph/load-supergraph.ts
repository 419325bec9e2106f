import { type Schema, Supergraph } from '@apollo/federation-internals';
import { QueryPlanner } from '@apollo/query-planner';
import { type GraphQLSchema, Kind, parse } from 'graphql';
import { type AccessRules, readAccessRules } from '../authorise/access-rules.ts';
import { textArgument, uses } from './directives.ts';
import { orderKeys } from './order-keys.ts';
import { type OverriddenFields, overriddenFields } from './overridden-fields.ts';
import { nameRequiredArguments, type RequiredArguments } from './required-arguments.ts';
import { reservedNames } from './reserved-names.ts';
import { SUPPORTED_FEATURES } from './supported-features.ts';
import { type TypeSystem, typeSystemOf } from './type-system.ts';

/** In how many ways fields may be reached: one of them, and, twenty times as many, all of an operation. Each takes the process some 30 µs. */
const MAX_PATHS = 5_000;
/** How many plans are compared. Those are left out that ask the most subgraphs. */
const MAX_PLANS = 1_000;

/** A supergraph, ready to plan over. */
export interface LoadedSupergraph {
  readonly sdl: string;
  /** What clients may ask for: for graphql-js, and for the planner. */
  readonly apiSchema: GraphQLSchema;
  readonly plannerApi: Schema;
  readonly planner: QueryPlanner;
  readonly types: TypeSystem;
  readonly reservedNames: ReadonlySet<string>;
  readonly required: Pick<RequiredArguments, 'variants' | 'requirements'>;
  readonly overridden: OverriddenFields;
  /** What it takes to read its fields, if anything. */
  readonly rules: AccessRules | undefined;
  /** Subgraphs by the names that `@join__` directives give them. */
  readonly graphNames: ReadonlyMap<string, string>;
}

/**
 * Reads a supergraph.
 * @throws GraphQLError, which names it, when the supergraph demands a feature or a version that is not supported
 */
export function loadSupergraph(sdl: string): LoadedSupergraph {
  const document = orderKeys(parse(sdl, { noLocation: true }));
  const { supergraph, ...required } = nameRequiredArguments(document);
  const options = { supportedFeatures: new Set(SUPPORTED_FEATURES), validateSupergraph: false };
  const built = Supergraph.build(document, options);
  const plannerApi = built.apiSchema();
  const planner = new QueryPlanner(Supergraph.build(supergraph, options), {
    reuseQueryFragments: false,
    debug: { pathsLimit: MAX_PATHS, maxEvaluatedPlans: MAX_PLANS },
  });
  return {
    sdl,
    apiSchema: plannerApi.toGraphQLJSSchema(),
    plannerApi,
    planner,
    types: typeSystemOf(document),
    reservedNames: new Set([...reservedNames(document), ...required.variants.keys()]),
    required,
    overridden: overriddenFields(document),
    rules: readAccessRules(built.schema),
    graphNames: graphNamesOf(document),
  };
}

function graphNamesOf({ definitions }: ReturnType<typeof parse>): ReadonlyMap<string, string> {
  const graphs = definitions.find(
    (definition) => definition.kind === Kind.ENUM_TYPE_DEFINITION && definition.name.value === 'join__Graph',
  );
  const values = graphs?.kind === Kind.ENUM_TYPE_DEFINITION ? (graphs.values ?? []) : [];
  return new Map(
    values.map((value) => {
      const [use] = uses(value, 'join__graph');
      return [value.name.value, (use && textArgument(use, 'name')) ?? value.name.value];
    }),
  );
}
