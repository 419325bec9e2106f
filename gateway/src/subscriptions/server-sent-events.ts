import type { SubscriptionEvent } from '../engine/engine-options.ts';
import type { Message } from './client-buffer.ts';
import { bytesOf, rememberLast } from './event-bytes.ts';
import type { StreamFormat } from './response-transport.ts';

const STREAM = {
  contentType: 'text/event-stream; charset=utf-8',
  head: ':\n\n',
  heartbeat: ':\n\n',
  comesBack: true,
} as const;
const SAFE_ID = /^[^\r\n\0]*$/;
const END = Buffer.from('\n\n');

/** graphql-sse with a connection for each operation. Each event has its id, which `EventSource` sends when it comes back. */
export function distinctConnections(): StreamFormat {
  const withId = rememberLast((event) => nextOf(event, 0));
  return {
    ...STREAM,
    write: (message, missed) => {
      switch (message.kind) {
        case 'next':
        case 'answer':
          return missed > 0 ? nextOf(message.event, missed) : withId(message.event);
        case 'refused':
          return `event: next\ndata: ${JSON.stringify({ errors: message.errors })}\n\nevent: complete\ndata: \n\n`;
        case 'complete':
          return 'event: complete\ndata: \n\n';
        case 'other':
          return '';
      }
    },
    end: (problem) => (problem ? `event: next\ndata: ${JSON.stringify({ errors: [problem] })}\n\n` : ''),
  };
}

function nextOf(event: SubscriptionEvent, missed: number): Buffer {
  const id = event.id !== undefined && SAFE_ID.test(event.id) ? `id: ${event.id}\n` : '';
  return Buffer.concat([Buffer.from(`event: next\n${id}data: `), bytesOf(event, missed), END]);
}

/** graphql-sse with one connection for all operations of a client. */
export function singleConnection(): StreamFormat {
  const withId = rememberLast((event) => bytesOf(event));
  const write = (message: Message, missed: number): Buffer | string => {
    if (message.kind === 'other') return '';
    const id = JSON.stringify(message.operation);
    const complete = `event: complete\ndata: {"id":${id}}\n\n`;
    switch (message.kind) {
      case 'next':
      case 'answer': {
        const payload = missed > 0 ? bytesOf(message.event, missed) : withId(message.event);
        const before = Buffer.from(`event: next\ndata: {"id":${id},"payload":`);
        return Buffer.concat([before, payload, Buffer.from('}\n\n')]);
      }
      case 'refused':
        return failure(id, message.errors) + complete;
      case 'complete':
        return complete;
    }
  };
  return {
    ...STREAM,
    write,
    end: (problem, open) =>
      problem ? open.map((operation) => failure(JSON.stringify(operation), [problem])).join('') : '',
  };
}

function failure(id: string, errors: readonly object[]): string {
  return `event: next\ndata: {"id":${id},"payload":${JSON.stringify({ errors })}}\n\n`;
}
