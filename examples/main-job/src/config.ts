/** Where the gateway is: the address given on the command line, or `npm start`'s on this machine. */
export function gatewayUrl(): string {
  return process.argv[2] ?? `http://localhost:${process.env['PORT'] ?? 4000}`;
}
