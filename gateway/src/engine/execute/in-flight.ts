import type { AbortSignalLike } from '@accounts-center/subgraph-kit';
import type { SubgraphAnswer } from '../../transport/subgraph-transport.ts';
import { copyOf } from '../json.ts';
import { Waiters } from './waiters.ts';

/** What requests have in common that may share one answer: the forwarded identity of the caller among it. */
export interface CallKey {
  readonly service: string;
  readonly identity: string;
  readonly body: string;
}

interface Call {
  readonly key: CallKey;
  readonly waiters: Waiters;
  readonly deliveries: ((answer: SubgraphAnswer) => void)[];
}

/** Sends a request; never rejects. @param signal aborted when nobody waits for the answer any more */
type Send = (signal: AbortSignalLike) => Promise<SubgraphAnswer>;

/** Sends equal requests that are under way at the same time once. */
export class InFlight {
  /**
   * By the lengths of their bodies. The tables that a `Map` has outgrown live until the next full garbage collection, each with the
   * next one and with what stood in it then: a length is nothing, and a list is empty by then.
   */
  readonly #underWay = new Map<number, Call[]>();

  /**
   * @param signal aborted when this caller does not wait any more
   * @returns the answer, for this caller alone to change
   */
  share(key: CallKey, signal: AbortSignalLike | undefined, send: Send): Promise<SubgraphAnswer> {
    return new Promise((resolve) => {
      const alike = this.#underWay.get(key.body.length);
      const known = alike?.find((call) => !call.waiters.aborted && isSame(call.key, key));
      if (!known) return this.#begin(key, signal, send, resolve);
      known.waiters.join(signal);
      known.deliveries.push((answer) => {
        // Time was up for the one who sent it only: everybody else has time of their own.
        const isOver = answer.ok || answer.reason !== 'late';
        resolve(isOver ? answer : this.share(key, signal, send));
      });
    });
  }

  #begin(key: CallKey, signal: AbortSignalLike | undefined, send: Send, first: Call['deliveries'][number]): void {
    const call: Call = { key, waiters: new Waiters(), deliveries: [first] };
    const { length } = key.body;
    const calls = this.#underWay.get(length) ?? [];
    call.waiters.join(signal);
    if (calls.push(call) === 1) this.#underWay.set(length, calls);
    void send(call.waiters).then((answer) => {
      calls.splice(calls.indexOf(call), 1);
      if (calls.length === 0 && this.#underWay.get(length) === calls) this.#underWay.delete(length);
      const { deliveries } = call;
      // Copies are made before anybody can change what came.
      const copies = copiesOf(answer, deliveries.length);
      for (const [index, deliver] of deliveries.entries()) deliver(copies[index] as SubgraphAnswer);
    });
  }

  /** Lets nobody join what is under way: a mutation has made it old. */
  close(): void {
    this.#underWay.clear();
  }
}

function isSame(one: CallKey, other: CallKey): boolean {
  return one.service === other.service && one.identity === other.identity && one.body === other.body;
}

/** An answer for each of several; none for anybody where it is nested too deeply to be copied. */
export function copiesOf(answer: SubgraphAnswer, count: number): SubgraphAnswer[] {
  try {
    return Array.from({ length: count }, (_, index) => (index === 0 ? answer : copyOfAnswer(answer)));
  } catch (cause) {
    return Array.from({ length: count }, () => ({ ok: false, reason: 'unusable', cause }));
  }
}

function copyOfAnswer(answer: SubgraphAnswer): SubgraphAnswer {
  if (!answer.ok || !answer.result.data) return answer;
  return { ok: true, result: { ...answer.result, data: copyOf(answer.result.data) } };
}
