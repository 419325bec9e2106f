import { randomBytes } from 'node:crypto';

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

export interface ReservationLimits {
  readonly maxOpen: number;
  readonly maxPerCaller: number;
  /** How long one may wait for its stream. */
  readonly openWithinMs: number;
}

/** The streams of graphql-sse's single connections, by the tokens under which their clients know them. */
export class Reservations<Stream> {
  readonly #limits: ReservationLimits;
  readonly #byToken = new Map<string, Reservation<Stream>>();
  readonly #ofCaller = new Map<string, number>();

  constructor(limits: ReservationLimits) {
    this.#limits = limits;
  }

  /** Reserves a stream, if there may be one more of this caller. */
  reserve(identity: string, caller: string): Reservation<Stream> | undefined {
    const count = this.#ofCaller.get(caller) ?? 0;
    if (this.#byToken.size >= this.#limits.maxOpen || count >= this.#limits.maxPerCaller) return undefined;
    const token = randomBytes(TOKEN_BYTES).toString('base64url');
    const reservation: Reservation<Stream> = { token, identity, caller };
    this.#byToken.set(token, reservation);
    this.#ofCaller.set(caller, count + 1);
    const unused = (): void => {
      if (!reservation.stream) this.delete(reservation);
    };
    setTimeout(unused, this.#limits.openWithinMs).unref();
    return reservation;
  }

  /** A token of somebody else is worth as much as none. */
  find(token: unknown, identity: string): Reservation<Stream> | undefined {
    const reservation = typeof token === 'string' ? this.#byToken.get(token) : undefined;
    return reservation?.identity === identity ? reservation : undefined;
  }

  delete({ token, caller }: Reservation<Stream>): void {
    if (!this.#byToken.delete(token)) return;
    const left = (this.#ofCaller.get(caller) ?? 0) - 1;
    if (left > 0) this.#ofCaller.set(caller, left);
    else this.#ofCaller.delete(caller);
  }
}
