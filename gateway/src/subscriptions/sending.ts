import type { Socket } from 'node:net';

/** Tells whether a socket that has something to send gets any of it away. */
export class Sending {
  readonly #socket: Socket;
  #sent = 0;

  constructor(socket: Socket) {
    this.#socket = socket;
  }

  /** Whether some of it went since this was asked last. */
  hasMoved(): boolean {
    const sent = this.#socket.bytesWritten - this.#socket.writableLength;
    const hasMoved = sent !== this.#sent;
    this.#sent = sent;
    return hasMoved;
  }
}
