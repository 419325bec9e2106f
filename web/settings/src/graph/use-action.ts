import type { TypedDocumentNode } from '@apollo/client';
import { useApolloClient } from '@apollo/client/react';
import { use, useRef, useState } from 'react';
import {
  type ActionState,
  isUnsettled,
  type Outcome,
  type Payload,
  type PayloadOf,
  type ProblemsOf,
  send,
} from './action.ts';
import { createIntent } from './intent.ts';
import { type Refresh, RefreshContext } from './refresh.ts';

interface ActionOptions {
  /** Whether it changes nothing that the page shows. */
  readonly isStep?: boolean;
}

/** Something that a person can have done by the graph. */
export interface Action<Input, P extends Payload> extends ActionState {
  /** Has it done; what comes while it is being done is the same click again and left out. Its payload, when accepted. */
  run(input: Input): Promise<P | undefined>;
  readonly problems: ProblemsOf<P>;
}

/** An action by a mutation whose repetition does no harm. */
export function useAction<Data, Input, P extends Payload>(
  document: TypedDocumentNode<Data, { input: Input }>,
  payloadOf: PayloadOf<Data, P>,
  { isStep = false }: ActionOptions = {},
): Action<Input, P> {
  const client = useApolloClient();
  const refresh = use(RefreshContext);
  return useRun((input: Input) => send(client, document, input, payloadOf), isStep ? undefined : refresh);
}

/** An action by a mutation that takes an idempotency key, made here: one for each thing that the person wants. */
export function useKeyedAction<Data, Input extends { idempotencyKey: string }, P extends Payload>(
  document: TypedDocumentNode<Data, { input: Input }>,
  payloadOf: PayloadOf<Data, P>,
  { isStep = false }: ActionOptions = {},
): Action<Omit<Input, 'idempotencyKey'>, P> {
  const client = useApolloClient();
  const refresh = use(RefreshContext);
  const [intent] = useState(createIntent);
  return useRun(
    async (input: Omit<Input, 'idempotencyKey'>) => {
      const keyed = { ...input, idempotencyKey: intent.keyFor(input) } as Input;
      const outcome = await send(client, document, keyed, payloadOf);
      if (!isUnsettled(outcome)) intent.settle();
      return outcome;
    },
    isStep ? undefined : refresh,
  );
}

function useRun<Input, P extends Payload>(
  submit: (input: Input) => Promise<Outcome<P>>,
  refresh?: Refresh,
): Action<Input, P> {
  const isRunning = useRef(false);
  const [outcome, setOutcome] = useState<Outcome<P> | 'busy'>();

  async function run(input: Input): Promise<P | undefined> {
    if (isRunning.current) return undefined;
    isRunning.current = true;
    setOutcome('busy');
    const result = await submit(input).finally(() => {
      isRunning.current = false;
    });
    if (result.kind === 'accepted') await refresh?.();
    setOutcome(result);
    return result.kind === 'accepted' ? result.payload : undefined;
  }

  const last = outcome === 'busy' ? undefined : outcome;
  return {
    run,
    isBusy: outcome === 'busy',
    problems: last?.kind === 'refused' ? last.problems : [],
    failure: last?.kind === 'failed' ? last.message : undefined,
  };
}
