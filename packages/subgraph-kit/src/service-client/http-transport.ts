import { Agent, type Dispatcher } from 'undici';
import { beforeDeadline } from './deadline.ts';
import { AnswerLost, ServiceUnreachable } from './failures.ts';
import type { ServiceTransport } from './service-client.ts';

/** Progress of one call, noted by the interceptor. */
interface Progress {
  isSent: boolean;
}

/**
 * Calls over HTTP, with connections kept open.
 * @param settings.addresses origin of each service, such as `http://127.0.0.1:4001`
 * @param settings.connectTimeoutMs how long to wait for a connection
 * @param settings.connectionsPerService how many calls to one service may be under way; others wait
 */
export function httpTransport(settings: {
  addresses: Readonly<Record<string, string>>;
  connectTimeoutMs?: number;
  connectionsPerService?: number;
}): ServiceTransport {
  const { addresses, connectTimeoutMs = 2_000, connectionsPerService = 64 } = settings;
  // The deadline of each call governs, so undici's own time-outs are off.
  const limits = { connections: connectionsPerService, headersTimeout: 0, bodyTimeout: 0 };
  const agent = new Agent({ ...limits, connect: { timeout: connectTimeoutMs } });
  const dispatcher = agent.compose(noteSending);
  let closing: Promise<void> | undefined;

  return {
    send: async ({ service, method, path, headers = {}, body = null }, deadline) => {
      const origin = addresses[service];
      if (origin === undefined) throw new Error(`The service ${service} has no address.`);
      const progress: Progress = { isSent: false };
      try {
        const call = dispatcher.request({ origin, method, path, headers, body, signal: deadline, opaque: progress });
        // undici notices an abort only once a connection is there.
        const answer = await beforeDeadline(deadline, call);
        return { status: answer.statusCode, headers: answer.headers, body: answer.body };
      } catch (error) {
        throw progress.isSent ? new AnswerLost(service, error) : new ServiceUnreachable(service, error);
      }
    },
    // Calls under way have deadlines of their own, so closing waits for them.
    close: () => {
      closing ??= agent.close();
      return closing;
    },
  };
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
