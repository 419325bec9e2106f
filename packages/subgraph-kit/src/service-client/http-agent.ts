import { Agent, type Dispatcher } from 'undici';

/** Progress of one call, noted as it is sent; passed as its `opaque`. */
export interface Progress {
  isSent: boolean;
}

export interface AgentSettings {
  readonly connectTimeoutMs: number;
  readonly connectionsPerService: number;
}

/** Connections to services. Closing it waits for the calls under way. */
export interface HttpAgent {
  readonly dispatcher: Dispatcher;
  close(): Promise<void>;
}

export function openAgent({ connectTimeoutMs, connectionsPerService }: AgentSettings): HttpAgent {
  // The deadline of each call governs, so undici's own time-outs are off.
  const limits = { connections: connectionsPerService, headersTimeout: 0, bodyTimeout: 0 };
  const agent = new Agent({ ...limits, connect: { timeout: connectTimeoutMs } });
  return { dispatcher: agent.compose(noteSending), close: () => agent.close() };
}

/** Marks a call as sent just before its first byte is written; one that fails earlier has reached nobody. */
const noteSending: Dispatcher.DispatcherComposeInterceptor = (dispatch) => (options, handler) => {
  const { opaque } = options as { opaque?: Progress };
  return dispatch(options, {
    onRequestStart: (controller, context) => {
      if (opaque) opaque.isSent = true;
      handler.onRequestStart?.(controller, context);
    },
    onRequestUpgrade: (...args) => handler.onRequestUpgrade?.(...args),
    onResponseStart: (...args) => handler.onResponseStart?.(...args),
    onResponseData: (...args) => handler.onResponseData?.(...args),
    onResponseEnd: (...args) => handler.onResponseEnd?.(...args),
    onResponseError: (...args) => handler.onResponseError?.(...args),
  });
};
