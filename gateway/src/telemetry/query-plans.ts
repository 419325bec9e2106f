import { type ApolloServerPlugin, type BaseContext, type GraphQLRequest, HeaderMap } from '@apollo/server';
import { type DocumentNode, OperationTypeNode } from 'graphql';
import type { DescribedPlan } from '../engine/plan/describe-plan.ts';
import type { Engine } from '../engine.ts';

/** How a client asks for a plan, and what it reads then. */
interface Asked {
  readonly isDry: boolean;
  extensionsOf(plan: DescribedPlan): Record<string, unknown>;
}

/**
 * Tells the plan of an operation in `extensions`, when its request asks for that:
 *
 * - `x-query-plan: 1`: in `queryPlan`, as `{ object, text }`;
 * - `apollo-expose-query-plan: true`, as Apollo Sandbox and rover ask a router: in `apolloQueryPlan`, the same;
 * - `apollo-query-plan-experimental: 1`, as Sandbox asks a JavaScript gateway: the text in `__queryPlanExperimental`, or the object
 *   with `apollo-query-plan-experimental-format: internal`.
 *
 * The value `dry-run` of the first two asks for the plan alone: nothing is run.
 */
export function queryPlans<Context extends BaseContext>(
  planOf: NonNullable<Engine['planOf']>,
): ApolloServerPlugin<Context> {
  return {
    requestDidStart: async ({ request }) => {
      const asked = askedBy(request);
      if (!asked) return;
      const describe = (document: DocumentNode): Promise<DescribedPlan> =>
        planOf({ document, operationName: request.operationName, variables: request.variables });
      return {
        responseForOperation: async ({ document, operation }) => {
          if (!asked.isDry || operation.operation === OperationTypeNode.SUBSCRIPTION) return null;
          const singleResult = { data: null, extensions: asked.extensionsOf(await describe(document)) };
          return { http: { headers: new HeaderMap() }, body: { kind: 'single' as const, singleResult } };
        },
        willSendResponse: async ({ document, response: { body } }) => {
          if (asked.isDry || !document || body.kind !== 'single' || body.singleResult.data === undefined) return;
          const { singleResult } = body;
          const told = asked.extensionsOf(await describe(document));
          // Others add theirs meanwhile.
          singleResult.extensions = { ...singleResult.extensions, ...told };
        },
      };
    },
  };
}

function askedBy({ http }: GraphQLRequest): Asked | undefined {
  const value = (name: string): string | undefined => http?.headers.get(name);
  const own = value('x-query-plan');
  if (isYes(own)) return { isDry: own === 'dry-run', extensionsOf: (plan) => ({ queryPlan: plan }) };
  const router = value('apollo-expose-query-plan');
  if (isYes(router)) return { isDry: router === 'dry-run', extensionsOf: (plan) => ({ apolloQueryPlan: plan }) };
  if (!isYes(value('apollo-query-plan-experimental'))) return undefined;
  const isObject = value('apollo-query-plan-experimental-format') === 'internal';
  return {
    isDry: false,
    extensionsOf: ({ object, text }) => ({ __queryPlanExperimental: isObject ? object : text }),
  };
}

function isYes(value: string | undefined): boolean {
  return value === '1' || value === 'true' || value === 'dry-run';
}
