import { once } from 'node:events';
import { WebSocket } from 'ws';
import { nowMs } from '../../src/measure/clock.ts';
import { quantile } from '../../src/measure/numbers.ts';
import { equalSubscription, ownSubscription, type Subscribed } from './item.ts';

export type SubscribersQuestion =
  | { readonly kind: 'open'; readonly url: string; readonly count: number; readonly asks: 'equal' | 'own' }
  | { readonly kind: 'received'; readonly number: number }
  | { readonly kind: 'close' };

export interface SubscribersAnswer {
  /** Clients that have had the event. */
  readonly received: number;
  /** When half of them, 99% and the last one had it, by the clock of the machine. */
  readonly atMs: { readonly half: number; readonly most: number; readonly last: number };
  /** Messages of any event that were not what they have to be, and what the first of them was. */
  readonly wrong: number;
  readonly firstWrong?: string | undefined;
  /** Clients whose connection was closed. */
  readonly closed: number;
  readonly failure?: string;
}

/** So many connect at the same time. */
const CONNECTING = 50;
/** Events of which it is kept who has had them. */
const KEPT = 100;

/** Clients, each on a connection of its own, that check and time what they get. */
export class Subscribers {
  readonly #sockets: WebSocket[] = [];
  readonly #received = new Map<number, number[]>();
  #wrong = 0;
  #firstWrong: string | undefined;
  #closed = 0;

  async answer(question: SubscribersQuestion): Promise<SubscribersAnswer> {
    if (question.kind === 'open') await this.#openAll(question.url, question.count, question.asks);
    if (question.kind === 'close') this.#closeAll();
    const at = this.#received.get(question.kind === 'received' ? question.number : 0) ?? [];
    const atMs = { half: quantile(at, 0.5), most: quantile(at, 0.99), last: quantile(at, 1) };
    const [wrong, firstWrong, closed] = [this.#wrong, this.#firstWrong, this.#closed];
    return { received: at.length, atMs, wrong, firstWrong, closed };
  }

  async #openAll(url: string, count: number, asks: 'equal' | 'own'): Promise<void> {
    let begun = 0;
    const lane = async (): Promise<void> => {
      while (begun < count) {
        const client = begun++;
        await this.#open(url, asks === 'equal' ? equalSubscription() : ownSubscription(client));
      }
    };
    await Promise.all(Array.from({ length: CONNECTING }, lane));
  }

  async #open(url: string, subscribed: Subscribed): Promise<void> {
    const socket = new WebSocket(url, 'graphql-transport-ws', { perMessageDeflate: false });
    this.#sockets.push(socket);
    await once(socket, 'open');
    socket.on('error', () => socket.terminate());
    socket.once('close', () => this.#closed++);
    socket.send('{"type":"connection_init"}');
    const [acknowledged] = (await once(socket, 'message')) as [Buffer];
    if (!acknowledged.includes('"connection_ack"')) throw new Error(`Not acknowledged: ${acknowledged.toString()}`);
    socket.on('message', (data: Buffer) => this.#take(socket, data.toString(), subscribed));
    socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload: { query: subscribed.query } }));
  }

  #take(socket: WebSocket, text: string, subscribed: Subscribed): void {
    const atMs = nowMs();
    if (text.includes('"type":"ping"')) return socket.send('{"type":"pong"}');
    const number = Number(/"number":(\d+)/.exec(text)?.[1]);
    if (text.includes(subscribed.dataOf(number)) && !text.includes('"errors"')) {
      const at = this.#received.get(number) ?? [];
      at.push(atMs);
      this.#received.set(number, at).delete(number - KEPT);
    } else {
      this.#wrong += 1;
      this.#firstWrong ??= `${text} instead of ${subscribed.dataOf(number)}`.slice(0, 500);
    }
  }

  #closeAll(): void {
    for (const socket of this.#sockets.splice(0)) socket.removeAllListeners('close').terminate();
    this.#received.clear();
    [this.#wrong, this.#closed, this.#firstWrong] = [0, 0, undefined];
  }
}
