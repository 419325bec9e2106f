import type { IncomingHttpHeaders, OutgoingHttpHeaders } from 'node:http';
import { PassThrough, Readable } from 'node:stream';
import { insideWrite } from '@accounts-center/db';
import { CollectedBytes } from '../collected-bytes.ts';
import { type Logger, silentLogger } from '../logger.ts';
import { currentRequestId, REQUEST_ID_HEADER, timeLeftMs } from '../request-scope.ts';
import { beginCallSpan } from '../telemetry/call-span.ts';
import { REQUEST_TIMEOUT_HEADER } from './deadline.ts';
import { AnswerLost, AnswerTooLong, ServiceUnreachable } from './failures.ts';
import { createOutages, isOutage } from './outages.ts';

const MAX_TEXT_BYTES = 10 * 1024 * 1024;

/** A call to a sister service. */
export interface ServiceRequest {
  readonly service: string;
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Path and query, from `/` on. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** A stream is used up, or destroyed when the call fails. One that fails with SenderGone is no outage of the service. */
  readonly body?: string | Buffer | Readable;
  /**
   * Deadline for the whole exchange, the answer's last byte included. An operation that is being answered does not wait
   * longer than it has time left, less a margin to answer in.
   */
  readonly timeoutMs: number;
  /** Goes on when the operation that it is made for is over: it has `timeoutMs`, whatever the operation has left. */
  readonly outlivesOperation?: boolean;
  /** A file goes there or comes back, as slowly as people's networks are: other calls must not wait for its connection. */
  readonly carriesFile?: boolean;
  /** Aborted when nobody waits for the answer any more. */
  readonly signal?: AbortSignal;
}

/** An answer, of whatever status. Its body is read once, by `body` or by `text`. */
export interface ServiceResponse {
  readonly status: number;
  readonly headers: IncomingHttpHeaders | OutgoingHttpHeaders;
  /** The body as it arrives; fails with AnswerLost when it breaks off or the deadline passes. */
  readonly body: Readable;
  /**
   * The whole body as text.
   * @throws AnswerLost when it breaks off, takes too long or is longer than `maxBytes` (10 MiB).
   */
  text(maxBytes?: number): Promise<string>;
}

/** Calls sister services, whichever way they run. */
export interface ServiceClient extends AsyncDisposable {
  /**
   * @throws ServiceUnreachable when the call was certainly not processed
   * @throws AnswerLost when it may have been
   * @throws Error inside a database write, where no network call belongs
   */
  send(request: ServiceRequest): Promise<ServiceResponse>;
  close(): Promise<void>;
}

/** How calls travel. Fails only with ServiceUnreachable or AnswerLost, and not later than `deadline`. */
export interface ServiceTransport {
  send(request: ServiceRequest, deadline: AbortSignal): Promise<TransportResponse>;
  close(): Promise<void>;
}

export interface TransportResponse {
  readonly status: number;
  readonly headers: IncomingHttpHeaders | OutgoingHttpHeaders;
  /** Destroyed with an error when the answer breaks off or the deadline passes. */
  readonly body: Readable;
}

/**
 * A client over a transport. Closing it closes the transport.
 * @param log is told when a service stops answering, and when it answers again
 */
export function createServiceClient(transport: ServiceTransport, log: Logger = silentLogger): ServiceClient {
  const outages = createOutages(log);
  return {
    send: async (request) => {
      const { service, body, signal } = request;
      const fail = (error: unknown): void => {
        if (isOutage(error) && signal?.aborted !== true && !(error.cause instanceof OutOfTime)) outages.failed(error);
      };
      if (insideWrite()) throw new Error(`The service ${service} was called inside a database write.`);
      const requestId = currentRequestId();
      const timeoutMs = timeoutOf(request);
      const call = beginCallSpan(request);
      const headers = {
        [REQUEST_TIMEOUT_HEADER]: String(timeoutMs),
        ...(requestId !== undefined && { [REQUEST_ID_HEADER]: requestId }),
        ...call.headers,
        ...request.headers,
      };
      try {
        if (timeoutMs === 0) throw new ServiceUnreachable(service, new OutOfTime());
        const deadline = AbortSignal.timeout(timeoutMs);
        const end = signal ? AbortSignal.any([deadline, signal]) : deadline;
        const answer = await transport.send({ ...request, headers }, end);
        outages.answered(service);
        call.answered(answer.status);
        return toResponse(service, answer, fail);
      } catch (error) {
        fail(error);
        call.failed(error);
        if (body instanceof Readable) body.destroy();
        throw error;
      }
    },
    close: () => transport.close(),
    [Symbol.asyncDispose]: () => transport.close(),
  };
}

/** No call was made, as the operation that needed it has no time left for it. The service is not to blame. */
class OutOfTime extends Error {
  constructor() {
    super('The time of the operation is up.');
    this.name = 'OutOfTime';
  }
}

function timeoutOf({ timeoutMs, outlivesOperation = false }: ServiceRequest): number {
  return outlivesOperation ? timeoutMs : Math.floor(Math.min(timeoutMs, timeLeftMs()));
}

function toResponse(service: string, answer: TransportResponse, fail: (error: AnswerLost) => void): ServiceResponse {
  const lost = (error: unknown): AnswerLost => {
    const failure = new AnswerLost(service, error);
    fail(failure);
    return failure;
  };
  let body: Readable | undefined;
  return {
    status: answer.status,
    headers: answer.headers,
    get body() {
      body ??= withTypedFailure(answer.body, lost);
      return body;
    },
    text: async (maxBytes = MAX_TEXT_BYTES) => {
      try {
        return await readText(answer.body, maxBytes);
      } catch (error) {
        throw lost(error);
      }
    },
  };
}

async function readText(body: Readable, maxBytes: number): Promise<string> {
  const collected = new CollectedBytes();
  for await (const chunk of body as AsyncIterable<Buffer>) {
    collected.add(chunk);
    if (collected.sizeBytes > maxBytes) throw new AnswerTooLong(maxBytes);
  }
  return collected.bytes().toString('utf8');
}

function withTypedFailure(body: Readable, lost: (error: unknown) => AnswerLost): Readable {
  const typed = new PassThrough();
  body.on('error', (error) => {
    if (!typed.destroyed) typed.destroy(lost(error));
  });
  typed.on('close', () => body.destroy());
  return body.pipe(typed);
}
