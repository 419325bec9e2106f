import { randomBytes } from 'node:crypto';

const TOKEN_BYTES = 24;

/** One client's stream for all of its operations; reserved, then opened. */
export interface Reservation<Stream> {
  readonly token: string;
  /** Of the caller that reserved: nobody else can use it. */
  readonly identity: string;
  stream?: Stream;
}

export interface ReservationLimits {
  readonly maxOpen: number;
  /** Of one identity. */
  readonly maxPerIdentity: number;
  /** How long one may wait for its stream. */
  readonly openWithinMs: number;
}

/** The streams of graphql-sse's single connections, by the tokens under which their clients know them. */
export class Reservations<Stream> {
  readonly #limits: ReservationLimits;
  readonly #byToken = new Map<string, Reservation<Stream>>();
  readonly #ofIdentity = new Map<string, number>();

  constructor(limits: ReservationLimits) {
    this.#limits = limits;
  }

  /** Reserves a stream, if there may be one more. */
  reserve(identity: string): Reservation<Stream> | undefined {
    const count = this.#ofIdentity.get(identity) ?? 0;
    if (this.#byToken.size >= this.#limits.maxOpen || count >= this.#limits.maxPerIdentity) return undefined;
    const reservation: Reservation<Stream> = { token: randomBytes(TOKEN_BYTES).toString('base64url'), identity };
    this.#byToken.set(reservation.token, reservation);
    this.#ofIdentity.set(identity, count + 1);
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

  delete({ token, identity }: Reservation<Stream>): void {
    if (!this.#byToken.delete(token)) return;
    const left = (this.#ofIdentity.get(identity) ?? 0) - 1;
    if (left > 0) this.#ofIdentity.set(identity, left);
    else this.#ofIdentity.delete(identity);
  }
}
