import { connect } from 'node:net';

/** Sends bytes to a port of this machine and gives all that comes back until the connection is closed. */
export function exchange(port: number, bytes: string | Buffer): Promise<string> {
  return new Promise((resolve, reject) => {
    const received: Buffer[] = [];
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes));
    socket.on('data', (chunk) => received.push(chunk));
    socket.on('close', () => resolve(Buffer.concat(received).toString()));
    socket.on('error', reject);
  });
}
