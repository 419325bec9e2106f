import type { AbortSignalLike } from '@accounts-center/subgraph-kit';
import type { SubgraphAnswer } from '../../transport/subgraph-transport.ts';
import { copyOf } from '../json.ts';
import { Waiters } from './waiters.ts';

interface Call {
  readonly waiters: Waiters;
  readonly deliveries: ((answer: SubgraphAnswer) => void)[];
}

/** Sends a request; never rejects. @param signal aborted when nobody waits for the answer any more */
type Send = (signal: AbortSignalLike) => Promise<SubgraphAnswer>;

/** Sends equal requests that are under way at the same time once. */
export class InFlight {
  readonly #underWay = new Map<string, Call>();

  /**
   * @param key equal for requests that may share one answer: to the same subgraph, for the same forwarded identity
   * @param signal aborted when this caller does not wait any more
   * @returns the answer, for this caller alone to change
   */
  share(key: string, signal: AbortSignalLike | undefined, send: Send): Promise<SubgraphAnswer> {
    return new Promise((resolve) => {
      const known = this.#underWay.get(key);
      if (!known || known.waiters.aborted) return this.#begin(key, signal, send, resolve);
      known.waiters.join(signal);
      known.deliveries.push((answer) => {
        // Time was up for the one who sent it only: everybody else has time of their own.
        const isOver = answer.ok || answer.reason !== 'late';
        resolve(isOver ? answer : this.share(key, signal, send));
      });
    });
  }

  #begin(key: string, signal: AbortSignalLike | undefined, send: Send, first: Call['deliveries'][number]): void {
    const call: Call = { waiters: new Waiters(), deliveries: [first] };
    call.waiters.join(signal);
    this.#underWay.set(key, call);
    void send(call.waiters).then((answer) => {
      if (this.#underWay.get(key) === call) this.#underWay.delete(key);
      // V8's maps keep what was deleted alive until the next full collection: nothing may hang on the call by then.
      const deliveries = call.deliveries.splice(0);
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

/** An answer for each of several; none for anybody where it is nested too deeply to be copied. */
function copiesOf(answer: SubgraphAnswer, count: number): SubgraphAnswer[] {
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
