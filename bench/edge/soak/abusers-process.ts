import { once, setMaxListeners } from 'node:events';
import { abuse } from './abusers.ts';
import type { AbusersQuestion } from './start-abusers.ts';

// Abuses a gateway from when its parent says so until it says so.
setMaxListeners(0);
process.once('disconnect', () => process.kill(process.pid));
process.send?.('ready');
const next = async (): Promise<AbusersQuestion> => ((await once(process, 'message')) as [AbusersQuestion])[0];

const { port } = await next();
const abusers = abuse(port ?? 0);
process.send?.([]);
const { endWithinMs = 0 } = await next();
process.send?.(await abusers.end(endWithinMs));
