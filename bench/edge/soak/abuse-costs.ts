import { Agent } from 'undici';
import type { RunningGateway } from '../../src/measure/running-gateway.ts';
import { rounded, type Table } from '../../src/report/table.ts';
import { httpAbuses, sendAbuse } from './http-abuses.ts';

const TIMES = 20;
const WARM_UP = 3;

/** What each kind of request takes the gateway when it comes alone. */
export async function abuseCosts(gateway: RunningGateway): Promise<Table> {
  const dispatcher = new Agent();
  const rows: string[][] = [];
  try {
    for (const abuse of httpAbuses()) {
      const send = async (times: number): Promise<void> => {
        for (let count = 0; count < times; count++) {
          // What is closed while it is sent has its cost, too.
          await sendAbuse(gateway.url, abuse, dispatcher).catch(() => undefined);
        }
      };
      await send(WARM_UP);
      const before = gateway.usage().processorMs;
      await send(TIMES);
      const processorMs = (gateway.usage().processorMs - before) / TIMES;
      rows.push([abuse.title, rounded(abuse.body.length / 1_000), rounded(processorMs)]);
    }
  } finally {
    await dispatcher.destroy();
  }
  return { columns: ['one abuse, alone', 'body, kB', 'processor time, ms'], rows };
}
