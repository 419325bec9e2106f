import {
  type ApolloServerPlugin,
  type BaseContext,
  type GraphQLRequestContextDidResolveOperation,
  HeaderMap,
} from '@apollo/server';
import {
  type DocumentNode,
  type FragmentDefinitionNode,
  GraphQLError,
  Kind,
  type OperationDefinitionNode,
  print,
} from 'graphql';
import { type ListSizes, listSizesOf } from './list-sizes.ts';
import { costOf, type OperationCost } from './operation-cost.ts';

/** How much an operation may cost by its estimate. */
export type CostLimits = OperationCost;

/** Several times what a screen needs, and what the services of one machine answer within a second. */
export const COST_LIMITS: CostLimits = { objects: 20_000, values: 100_000 };

const CODE = 'COST_ESTIMATED_TOO_EXPENSIVE';

/** Refuses operations whose answer could get too large, before anybody is asked. */
export function costLimit<Context extends BaseContext>(limits: CostLimits): ApolloServerPlugin<Context> {
  const fixedCosts = new WeakMap<OperationDefinitionNode, OperationCost>();
  let sizes: ListSizes = new Map();

  function estimate({ schema, operation, document, request }: Operation): OperationCost {
    const known = fixedCosts.get(operation);
    if (known) return known;
    const variables = request.variables ?? {};
    const cost = costOf({ schema, sizes, operation, fragments: fragmentsOf(document), variables });
    // Documents are kept between requests; a page's size is an Int.
    const isFixed = !operation.variableDefinitions?.some(({ type }) => print(type).includes('Int'));
    if (isFixed) fixedCosts.set(operation, cost);
    return cost;
  }

  return {
    serverWillStart: async () => ({
      schemaDidLoadOrUpdate: ({ coreSupergraphSdl }) => {
        sizes = listSizesOf(coreSupergraphSdl ?? '');
      },
    }),
    requestDidStart: async () => ({
      didResolveOperation: async (context) => {
        if (context.operation) check(estimate({ ...context, operation: context.operation }), limits);
      },
    }),
  };
}

type Operation = Pick<GraphQLRequestContextDidResolveOperation<BaseContext>, 'schema' | 'document' | 'request'> & {
  readonly operation: OperationDefinitionNode;
};

function fragmentsOf({ definitions }: DocumentNode): ReadonlyMap<string, FragmentDefinitionNode> {
  const fragments = definitions.filter((each) => each.kind === Kind.FRAGMENT_DEFINITION);
  return new Map(fragments.map((fragment) => [fragment.name.value, fragment]));
}

function check({ objects, values }: OperationCost, limits: CostLimits): void {
  if (objects > limits.objects)
    refuse(`The operation could return ${objects} objects, and at most ${limits.objects} are allowed.`);
  if (values > limits.values)
    refuse(`The operation could return ${values} values, and at most ${limits.values} are allowed.`);
}

function refuse(message: string): never {
  throw new GraphQLError(message, { extensions: { code: CODE, http: { status: 400, headers: new HeaderMap() } } });
}
