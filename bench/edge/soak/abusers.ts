import { setTimeout as wait } from 'node:timers/promises';
import { Agent } from 'undici';
import { type HttpAbuse, httpAbuses, sendAbuse } from './http-abuses.ts';
import { OutcomeCounts, type Outcomes } from './outcomes.ts';
import { type Ends, type SocketAbuse, socketAbuses } from './socket-abuses.ts';

export interface Abusers {
  /** Lets them end what they have begun, for so long. */
  end(withinMs: number): Promise<Outcomes[]>;
}

const ANSWER_WITHIN_MS = 30_000;
const RECONNECT_AFTER_MS = 500;

/** Begins to abuse a gateway in all ways at the same time. */
export function abuse(port: number): Abusers {
  const [over, givenUp] = [new AbortController(), new AbortController()];
  const ends: Ends = { over: over.signal, givenUp: givenUp.signal };
  const kinds = [
    ...httpAbuses().map((kind) => begin(kind.title, (counts) => sendAgainAndAgain(port, kind, counts, ends))),
    ...socketAbuses.map((kind) => begin(kind.title, (counts) => holdAgainAndAgain(port, kind, counts, ends))),
  ];
  return {
    end: async (withinMs) => {
      over.abort();
      const timer = setTimeout(() => givenUp.abort(), withinMs);
      const told = await Promise.all(kinds);
      clearTimeout(timer);
      return told;
    },
  };
}

async function begin(title: string, run: (counts: OutcomeCounts) => Promise<void>): Promise<Outcomes> {
  const counts = new OutcomeCounts(title);
  await run(counts);
  return counts.told();
}

async function sendAgainAndAgain(port: number, kind: HttpAbuse, counts: OutcomeCounts, { over }: Ends): Promise<void> {
  const dispatcher = new Agent({ headersTimeout: ANSWER_WITHIN_MS, bodyTimeout: ANSWER_WITHIN_MS });
  while (!over.aborted) {
    try {
      const { status, text } = await sendAbuse(`http://127.0.0.1:${port}`, kind, dispatcher);
      counts.answered(status, text);
    } catch (error) {
      const { code = '' } = error as { readonly code?: string };
      if (code.endsWith('TIMEOUT')) counts.unclear('no answer');
      else counts.clear('closed');
    }
    await wait(kind.pauseMs);
  }
  await dispatcher.destroy();
}

async function holdAgainAndAgain(port: number, kind: SocketAbuse, counts: OutcomeCounts, ends: Ends): Promise<void> {
  const one = async (): Promise<void> => {
    while (!ends.over.aborted) {
      await kind.hold(port, counts, ends);
      await wait(RECONNECT_AFTER_MS);
    }
  };
  await Promise.all(Array.from({ length: kind.clients }, one));
}
