import type { SubscriptionEvent, SubscriptionRequest } from '../engine-options.ts';
import type { ExecuteResult, FederationEngine } from '../federation-engine.ts';
import type { TestCaller } from './test-graph.ts';

/** A client's subscription. */
export interface TestSubscription {
  /** Why it was refused. */
  readonly refused: ExecuteResult['errors'];
  /** The next event's result. */
  next(): Promise<unknown>;
  /** The next event as it comes; `undefined` at the end. */
  event(): Promise<SubscriptionEvent | undefined>;
  leave(): Promise<void>;
}

export interface SubscribeOptions extends Partial<Omit<SubscriptionRequest<TestCaller>, 'accept'>> {
  readonly variables?: Record<string, unknown>;
  readonly caller?: TestCaller;
  readonly signal?: AbortSignal;
}

/** Subscribes like a transport. */
export async function subscribe(
  engine: FederationEngine<TestCaller>,
  source: string,
  options: SubscribeOptions = {},
): Promise<TestSubscription> {
  const { variables = {}, caller = 'somebody', signal, callerNow = () => caller, lastEventId } = options;
  let events: AsyncIterator<SubscriptionEvent> | undefined;
  const accept: SubscriptionRequest<TestCaller>['accept'] = (accepted) => {
    events = accepted[Symbol.asyncIterator]();
  };
  const subscription = { callerNow, lastEventId, accept };
  const { errors } = await engine.execute({ source, variables, context: { caller, signal, subscription } });
  const event = async (): Promise<SubscriptionEvent | undefined> => {
    if (!events) throw new Error(`The subscription was refused: ${errors?.map(({ message }) => message).join('; ')}`);
    const { done, value } = await events.next();
    return done ? undefined : value;
  };
  return {
    refused: errors,
    event,
    next: async () => {
      const told = await event();
      return told && (JSON.parse(told.result.toString()) as unknown);
    },
    leave: async () => void (await events?.return?.()),
  };
}
