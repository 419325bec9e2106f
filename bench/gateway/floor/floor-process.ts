import { createFloor } from './floor-server.ts';

// The floor, in a process like a gateway's.
const [folder = '', origin = '', port = ''] = process.argv.slice(2);
createFloor(folder, origin).listen(Number(port), '127.0.0.1');
