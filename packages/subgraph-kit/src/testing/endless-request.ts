import { connect } from 'node:net';

/**
 * Sends a request whose body never ends, as fast as it is taken, over a socket of its own.
 * @param head the first lines of the request, without those that tell of the body
 * @returns all that came back until the other side cut the connection
 */
export async function sendEndlessly(address: string, head: readonly string[]): Promise<string> {
  const { hostname, port } = new URL(address);
  const socket = connect(Number(port), hostname);
  let answer = '';
  // Writing on after the other side is gone fails, and is meant to.
  socket.on('data', (bytes) => void (answer += bytes.toString())).on('error', () => {});
  socket.write([...head, 'content-type: application/json', 'transfer-encoding: chunked', '', ''].join('\r\n'));
  const chunk = `${(0x1000).toString(16)}\r\n${'x'.repeat(0x1000)}\r\n`;
  const send = (): void => {
    while (socket.writable && socket.write(chunk));
  };
  socket.on('drain', send);
  send();
  await new Promise((resolve) => socket.once('close', resolve));
  return answer;
}
