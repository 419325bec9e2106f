import {
  type DestinationStream,
  type LevelWithSilent,
  type Logger,
  type LoggerOptions,
  pino,
  stdSerializers,
} from 'pino';
import { prettyFactory } from 'pino-pretty';
import { redactRecord } from './redaction.ts';
import { currentRequestId, currentTrace } from './request-scope.ts';
import { isOutage } from './service-client/outages.ts';

export type { Logger } from 'pino';

export interface LoggerSettings {
  /** The service's name, on every line. */
  name: string;
  /** Least level that is written: `info` unless told. */
  level?: LevelWithSilent;
  /** Lines for people instead of JSON. */
  pretty?: boolean;
  /** Where lines go instead of standard output. */
  destination?: DestinationStream;
}

/**
 * A logger that writes the request's id on every line, and that of its trace where it is recorded, and hides secrets and contact data, whatever object they sit in.
 */
export function createLogger(settings: LoggerSettings): Logger {
  const { name, level = 'info', destination = process.stdout } = settings;
  const options: LoggerOptions = {
    name,
    level,
    base: { name },
    mixin: requestFields,
    formatters: { log: redactRecord },
    serializers: { err: serializeError, error: serializeError },
  };
  return redactBindings(pino(options, settings.pretty ? prettified(destination) : destination));
}

/** A logger that writes nothing; for tests and tools. */
export const silentLogger: Logger = pino({ level: 'silent' });

function prettified(destination: DestinationStream): DestinationStream {
  const prettify = prettyFactory({ colorize: false, singleLine: true });
  return { write: (line) => destination.write(prettify(line)) };
}

/** pino formats what a line brings, but not what a child logger keeps. */
function redactBindings(log: Logger): Logger {
  const { child } = log;
  log.child = function redactedChild(this: Logger, bindings: Record<string, unknown>, options?: object) {
    return child.call(this, redactRecord(bindings), options);
  } as typeof child;
  return log;
}

function requestFields(): object {
  const requestId = currentRequestId();
  if (requestId === undefined) return {};
  const trace = currentTrace();
  return trace?.isSampled === true ? { requestId, trace_id: trace.traceId, span_id: trace.spanId } : { requestId };
}

function serializeError(error: Error): unknown {
  const serialized = stdSerializers.err(error);
  if (!(error instanceof Error)) return serialized;
  const { code } = error as { code?: unknown };
  // pino joins the messages of causes by colons, also where a message ends with a full stop.
  const message = serialized.message.replaceAll('.: ', ': ');
  // Where another service's outage was noticed does not matter.
  if (isOutage(error)) return { type: error.name, message };
  // An error's own code (ECONNREFUSED, 23505) is what an operator looks for, and no secret.
  return { ...redactRecord({ ...serialized, message }), ...(code !== undefined && { code }) };
}
