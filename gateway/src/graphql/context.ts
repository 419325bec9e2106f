import type { IncomingHttpHeaders } from 'node:http';
import type { Clock } from '@accounts-center/subgraph-kit';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Caller } from '../caller.ts';
import type { EngineContext } from '../engine/engine-options.ts';
import { callerOf } from '../plugins/authentication.ts';
import { clientSignal } from '../plugins/client-signal.ts';
import type { CountedRequest } from '../rate-limits/rate-limit-requests.ts';
import type { Settings } from '../settings/settings.ts';
import type { StreamContext } from '../subscriptions/operations.ts';
import type { Telemetry } from '../telemetry/telemetry.ts';
import type { Freshness } from '../transport/freshness.ts';
import { forwardedHeaders } from '../transport/header-rules.ts';

/** What belongs to one operation. */
export interface GatewayContext extends EngineContext<Caller> {
  /** How the request was counted, where requests are. */
  readonly counted?: CountedRequest | null;
  /** Whether it came as everything does that a link can do: it may change nothing. */
  readonly isReadOnly?: boolean;
}

/** Makes the contexts of operations. */
export interface Contexts {
  /** Of a request over HTTP that is answered at once. */
  ofRequest(request: FastifyRequest, reply: FastifyReply): GatewayContext;
  /** Of an operation of a client that may get more than one result; without a request it came over a WebSocket. */
  ofStream(caller: Caller, stream: StreamContext<Caller>, request: FastifyRequest | undefined): GatewayContext;
  /** The part of a caller that the headers of its request are. */
  forwardedIn(headers: IncomingHttpHeaders): Pick<Caller, 'forwarded'>;
}

export function createContexts(settings: Settings, clock: Clock, telemetry: Pick<Telemetry, 'begin'>): Contexts {
  const { operationTimeoutMs } = settings.http;
  const names = forwardedHeaders(settings.subgraphs);
  const vary = [...new Set(['accept', 'authorization', ...names])].join(', ');
  const { rateLimits, limits } = settings;
  // What is left for a caller is told to that one alone.
  const isPersonal = rateLimits.rules.length > 0 || limits.costBudget !== undefined;
  const answerBy = (): Date => new Date(clock.now().getTime() + operationTimeoutMs);
  const forwardedIn = (headers: IncomingHttpHeaders): Pick<Caller, 'forwarded'> =>
    names.length > 0 ? { forwarded: chosen(headers, names) } : {};
  return {
    ofRequest: (request, reply) => {
      const trace = telemetry.begin(request.trace);
      const caller = { ...callerOf(request), answerBy: answerBy(), trace, ...forwardedIn(request.headers) };
      return new HttpContext(caller, request, reply, {
        vary: settings.caching.enabled ? vary : undefined,
        isPersonal,
      });
    },
    ofStream: (presented, { subscription, ...stream }, request) => {
      const caller = { ...presented, answerBy: answerBy(), trace: telemetry.begin(request?.trace) };
      const callerNow = (): Caller | undefined => {
        const now = subscription.callerNow();
        // The same object says that nothing has changed: nobody has to compare what callers are, for each of them and each event.
        return now === presented ? caller : now;
      };
      return { ...stream, caller, subscription: { ...subscription, callerNow } };
    },
    forwardedIn,
  };
}

/** What answers of a gateway have in common that may be kept. */
interface Keeping {
  /** The headers on which answers depend; `undefined` where none is to be kept. */
  readonly vary: string | undefined;
  /** Whether every answer says something of the caller. */
  readonly isPersonal: boolean;
}

/** Who sends one of these may be told the plan: that answer is for nobody else. */
const PLAN_HEADERS = ['x-query-plan', 'apollo-query-plan-experimental', 'apollo-expose-query-plan'];

/** Apollo Server copies it for each operation, so nothing of it is `#private`. */
class HttpContext implements GatewayContext {
  readonly caller: Caller;
  readonly signal: AbortSignal;
  readonly counted: CountedRequest | null;
  private readonly request: FastifyRequest;
  private readonly reply: FastifyReply;
  private readonly keeping: Keeping;

  constructor(caller: Caller, request: FastifyRequest, reply: FastifyReply, keeping: Keeping) {
    this.caller = caller;
    this.signal = clientSignal(reply.raw);
    this.counted = request.counted ?? null;
    this.request = request;
    this.reply = reply;
    this.keeping = keeping;
  }

  /** An answer to somebody in particular is for nobody else, whatever subgraphs say. Of a batch, each may be kept differently. */
  keepable({ maxAgeSeconds, isPrivate }: Freshness): void {
    const { headers, body } = this.request;
    const { vary, isPersonal } = this.keeping;
    if (vary === undefined || Array.isArray(body) || PLAN_HEADERS.some((name) => name in headers)) return;
    const isOfSomebody = isPersonal || headers.authorization !== undefined || headers.cookie !== undefined;
    const scope = isPrivate || isOfSomebody ? 'private' : 'public';
    this.reply.header('cache-control', `max-age=${maxAgeSeconds}, ${scope}`);
    this.reply.header('vary', [this.reply.getHeader('vary'), vary].filter(Boolean).join(', '));
  }
}

function chosen(headers: IncomingHttpHeaders, names: readonly string[]): Record<string, string> {
  const values: Record<string, string> = {};
  for (const name of names) {
    const value = headers[name];
    if (value !== undefined) values[name] = Array.isArray(value) ? value.join(', ') : value;
  }
  return values;
}
