import { type Load, sendLoad } from './send-load.ts';

// Sends the load that its parent asks for.
process.on('message', (load: Load) => {
  void sendLoad(load, String(process.hrtime.bigint())).then((result) => process.send?.(result));
});
process.once('disconnect', () => process.kill(process.pid));
process.send?.('ready');
