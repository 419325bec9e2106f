import type { GatewayExecutionResult, GatewayInterface } from '@apollo/server-gateway-interface';
import { buildSchema, GraphQLError, getOperationAST, Kind } from 'graphql';
import type { SubscriptionEvent } from '../../engine/engine-options.ts';
import type { StreamContext } from '../operations.ts';

/** A name. */
export type ChatCaller = string;

export interface ChatContext extends Partial<StreamContext<ChatCaller>> {
  readonly caller: ChatCaller;
}

const schema = buildSchema(`
  type Query { hello: String slow: String }
  type Mutation { say(text: String!): String }
  type Subscription { said(room: String): String }
`);

/** Where everybody hears everything, from the event on that they had last. */
export class ChatEngine {
  readonly #events: SubscriptionEvent[] = [];
  readonly #listeners = new Set<() => void>();
  readonly #slow: (() => void)[] = [];
  /** What was executed: the names of root fields. */
  readonly executed: string[] = [];
  /** Subscriptions that were opened and have not ended. */
  listening = 0;
  isOver = false;

  /** @param size of the result, in bytes */
  say(text: string, size = 0): void {
    const result = Buffer.from(`{"data":{"said":${JSON.stringify(text.padEnd(size, '.'))}}}\n`);
    this.publish({ id: String(this.#events.length + 1), result });
  }
  publish(event: SubscriptionEvent): void {
    this.#events.push(event);
    for (const listener of this.#listeners) listener();
  }
  /** Ends all subscriptions. */
  end(): void {
    this.isOver = true;
    for (const listener of this.#listeners) listener();
  }
  /** Answers all that ask for `slow`. */
  hurry(): void {
    for (const answer of this.#slow.splice(0)) answer();
  }

  readonly gateway: GatewayInterface = {
    load: async () => ({
      executor: async ({ document, request, context }) =>
        this.#execute(document, request.operationName ?? undefined, context as unknown as ChatContext),
    }),
    onSchemaLoadOrUpdate: (callback) => {
      callback({ apiSchema: schema, coreSupergraphSdl: '' });
      return () => {};
    },
    stop: async () => {},
  };

  async #execute(
    document: Parameters<typeof getOperationAST>[0],
    name: string | undefined,
    context: ChatContext,
  ): Promise<GatewayExecutionResult> {
    const [field] = getOperationAST(document, name)?.selectionSet.selections ?? [];
    const root = field?.kind === Kind.FIELD ? field.name.value : '';
    this.executed.push(root);
    if (root === 'slow') await new Promise<void>((resolve) => this.#slow.push(resolve));
    if (root !== 'said') return { data: { [root]: `${root}, ${context.caller}` } };
    if (!context.subscription) return { errors: [new GraphQLError('Only streams take subscriptions.')] };
    context.subscription.accept(this.#listen(context));
    return { data: null };
  }

  async *#listen({ signal, subscription }: ChatContext): AsyncGenerator<SubscriptionEvent> {
    let next = subscription?.lastEventId === undefined ? this.#events.length : Number(subscription.lastEventId);
    let wake = (): void => {};
    const listener = (): void => wake();
    this.#listeners.add(listener);
    signal?.addEventListener('abort', listener);
    this.listening += 1;
    try {
      while (signal?.aborted !== true) {
        const event = this.#events[next];
        if (event !== undefined) {
          next += 1;
          yield event;
        } else if (this.isOver) return;
        else
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
      }
    } finally {
      this.listening -= 1;
      this.#listeners.delete(listener);
    }
  }
}
