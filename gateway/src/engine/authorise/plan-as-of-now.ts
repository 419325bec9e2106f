import { GraphQLError } from 'graphql';
import type { EngineOptions } from '../engine-options.ts';
import type { EventPlan } from '../subscriptions/resolve-event.ts';
import { authorise } from './authorise.ts';
import type { AccessParts, Asking } from './decide-access.ts';

/**
 * A subscription's plan for what its caller may read now. Rights that were lost count at once; those that were won count when
 * it is opened again, as its source was not asked for what they give.
 * @returns an error where the event is to be refused
 */
export async function planAsOfNow<Caller>(
  plan: EventPlan,
  asking: Asking<Caller>,
  parts: AccessParts<Caller> & Pick<EngineOptions<Caller>, 'unauthorized'>,
): Promise<EventPlan | GraphQLError> {
  const { version, prepared } = plan;
  const guard = version.guardOf(prepared.operation);
  if (!guard) return plan;
  const now = await authorise(guard, { operation: prepared.operation.node, version, ...asking }, parts);
  if (now instanceof GraphQLError) return now;
  if (now.key === prepared.access.key) return plan;
  const met = new Set([...now.met].filter((rule) => prepared.access.met.has(rule)));
  return { ...plan, prepared: { ...prepared, answer: prepared.answerFor(met) } };
}
