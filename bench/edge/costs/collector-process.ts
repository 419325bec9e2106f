import { createServer } from 'node:http';

// Takes traces by OTLP over HTTP, and throws them away; tells its parent how many messages came.
const came = { count: 0 };
const server = createServer((request, response) => {
  came.count += 1;
  request.resume().once('end', () => response.writeHead(200, { 'content-type': 'application/json' }).end('{}'));
});
process.on('message', () => process.send?.(came.count));
process.once('disconnect', () => process.kill(process.pid));
server.listen(Number(process.argv[2]), '127.0.0.1', () => process.send?.('ready'));
