import type { Logger } from '../logger.ts';
import { AnswerLost, SenderGone, ServiceUnreachable } from './failures.ts';

/** Tells the log what a service's silence would else fill it with: that it began, and how many calls it cost. */
export interface Outages {
  /** A call failed. Only the first one of each kind is told, until the service answers. */
  failed(failure: ServiceUnreachable | AnswerLost): void;
  answered(service: string): void;
}

/** Whether an error is the outage of another service, which its client has told of already. */
export function isOutage(error: unknown): error is ServiceUnreachable | AnswerLost {
  return error instanceof ServiceUnreachable || error instanceof AnswerLost;
}

/** How loudly an error is to be told: an outage has been told of where the call was made. */
export function levelOf<Level extends string>(error: unknown, level: Level): Level | 'debug' {
  return isOutage(error) ? 'debug' : level;
}

export function createOutages(log: Logger): Outages {
  const failures = new Map<string, { calls: number; readonly kinds: Set<string> }>();
  return {
    failed(failure) {
      const { service, name, message, cause } = failure;
      if (cause instanceof SenderGone) return;
      const known = failures.get(service) ?? { calls: 0, kinds: new Set() };
      failures.set(service, known);
      known.calls += 1;
      if (known.kinds.has(name)) return;
      known.kinds.add(name);
      log.warn(`${withoutStop(message)}: ${reasonOf(cause)}. This is told once, until it answers again.`);
    },
    answered(service) {
      const known = failures.get(service);
      if (known === undefined) return;
      failures.delete(service);
      log.warn(`The service ${service} answers again. Calls that failed meanwhile: ${known.calls}.`);
    },
  };
}

function reasonOf(cause: unknown): string {
  return withoutStop(cause instanceof Error ? cause.message || cause.name : String(cause));
}

function withoutStop(text: string): string {
  return text.replace(/\.$/, '');
}
