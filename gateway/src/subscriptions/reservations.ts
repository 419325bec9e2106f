import { randomBytes } from 'node:crypto';
import { CallerCounts, type CountLimits } from './caller-counts.ts';

const TOKEN_BYTES = 24;

/** One client's stream for all of its operations; reserved, then opened. */
export interface Reservation<Stream> {
  readonly token: string;
  /** Of the caller that reserved: nobody else can use it. */
  readonly identity: string;
  /** Whose reservations count together. */
  readonly caller: string;
  stream?: Stream;
}

export interface ReservationLimits extends CountLimits {
  /** How long one may wait for its stream. */
  readonly openWithinMs: number;
}

/** The streams of graphql-sse's single connections, by the tokens under which their clients know them. */
export class Reservations<Stream> {
  readonly #openWithinMs: number;
  readonly #byToken = new Map<string, Reservation<Stream>>();
  readonly #counts: CallerCounts;

  constructor(limits: ReservationLimits) {
    this.#openWithinMs = limits.openWithinMs;
    this.#counts = new CallerCounts(limits);
  }

  /** Reserves a stream, if there may be one more of this caller. */
  reserve(identity: string, caller: string): Reservation<Stream> | undefined {
    if (!this.#counts.take(caller)) return undefined;
    const token = randomBytes(TOKEN_BYTES).toString('base64url');
    const reservation: Reservation<Stream> = { token, identity, caller };
    this.#byToken.set(token, reservation);
    const unused = (): void => {
      if (!reservation.stream) this.delete(reservation);
    };
    setTimeout(unused, this.#openWithinMs).unref();
    return reservation;
  }

  /** A token of somebody else is worth as much as none. */
  find(token: unknown, identity: string): Reservation<Stream> | undefined {
    const reservation = typeof token === 'string' ? this.#byToken.get(token) : undefined;
    return reservation?.identity === identity ? reservation : undefined;
  }

  delete({ token, caller }: Reservation<Stream>): void {
    if (this.#byToken.delete(token)) this.#counts.giveBack(caller);
  }
}
