import { systemClock } from '@accounts-center/subgraph-kit';
import { expect, it } from 'vitest';
import type { Caller } from '../caller.ts';
import { defaultSettings } from '../settings/settings.ts';
import { OperationTrace } from '../telemetry/operation-trace.ts';
import { createContexts } from './context.ts';

const settings = defaultSettings({ development: false, graph: 'any' });
const contexts = createContexts(settings, systemClock, { begin: () => new OperationTrace(undefined, undefined) });

it('who subscribes is the same caller at each event until something of it changes', () => {
  const ada: Caller = { clientAddress: '192.0.2.1', scopes: ['read'] };
  let now: Caller | undefined = ada;
  const subscription = { callerNow: () => now, accept: () => undefined };
  const stream = { signal: AbortSignal.timeout(1_000), isReadOnly: false, counted: null, subscription };
  const context = contexts.ofStream(ada, stream, undefined);
  expect(context.caller).toMatchObject(ada);
  // Of the same object the engine asks nothing more, for each client and each event.
  expect(context.subscription?.callerNow()).toBe(context.caller);
  now = { ...ada, scopes: [] };
  expect(context.subscription?.callerNow()).toEqual({ clientAddress: '192.0.2.1', scopes: [] });
  now = undefined;
  expect(context.subscription?.callerNow()).toBeUndefined();
});
