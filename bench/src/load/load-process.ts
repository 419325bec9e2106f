import { type Load, sendLoad } from './send-load.ts';
import { type PacedLoad, sendPaced } from './send-paced.ts';

// Sends the load that its parent asks for.
process.on('message', (load: Load | PacedLoad) => {
  const run = String(process.hrtime.bigint());
  const result = 'streams' in load ? sendPaced(load, run) : sendLoad(load, run);
  void result.then((told) => process.send?.(told));
});
process.once('disconnect', () => process.kill(process.pid));
process.send?.('ready');
