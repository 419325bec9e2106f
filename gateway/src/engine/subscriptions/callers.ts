import { unauthenticated } from '@accounts-center/subgraph-kit';
import { type AccessParts, grantsFrom } from '../authorise/decide-access.ts';
import type { EngineOptions, SubscriptionEvent, SubscriptionOptions } from '../engine-options.ts';
import { hashOf } from './hash-of.ts';
import { type EventPlan, errorEvent } from './resolve-event.ts';
import type { Subscriber } from './subscription-host.ts';

export interface CallerParts<Caller>
  extends AccessParts<Caller>,
    Pick<EngineOptions<Caller>, 'sources' | 'identityOf' | 'turnOf'> {
  readonly options: SubscriptionOptions;
}

/** Who the clients of subscriptions are. */
export class Callers<Caller> {
  readonly #parts: CallerParts<Caller>;

  constructor(parts: CallerParts<Caller>) {
    this.#parts = parts;
  }

  /** The caller as of now, if the identity is still good. */
  now({ request }: Subscriber<Caller>): Caller | undefined {
    try {
      return request.callerNow();
    } catch (error) {
      this.#parts.log.error({ err: error }, 'It can not be told whether an identity is still good');
      return undefined;
    }
  }

  /** Of whom a caller is, as a text: all take turns. */
  turnOf(caller: Caller): string {
    return this.#parts.turnOf?.(caller) ?? '';
  }

  /** What subgraphs see, what the caller may read, and whose events come: all that decides what comes of a subscription. */
  identityOf(caller: Caller, { prepared }: EventPlan): string | undefined {
    const identity = this.#parts.identityOf?.(caller);
    if (identity === undefined) return undefined;
    const { isAuthenticated, scopes } = grantsFrom(caller, this.#parts);
    const audience = this.#parts.sources?.audienceOf?.(prepared.subscription?.service ?? '', caller);
    return hashOf([identity, audience, isAuthenticated, [...scopes].sort()]);
  }

  /** What one is told whose identity is not good any more. */
  unauthenticated(): SubscriptionEvent {
    return errorEvent(unauthenticated('The sign-in has expired or was ended.'), this.#parts.options);
  }
}
