import { type Message as ClientMessage, CloseCode, validateMessage } from 'graphql-ws';
import { parse } from 'secure-json-parse';
import { weighJson } from '../graphql/nesting.ts';
import type { Message } from './client-buffer.ts';
import type { Ending } from './client-stream.ts';
import { bytesOf, rememberLast } from './event-bytes.ts';

/** An id is kept for as long as its operation runs. */
const MAX_ID_LENGTH = 128;

/** How a connection is closed, by why it ends. Clients come back by themselves, with a new token if they have one. */
export const CLOSING: Readonly<Record<Ending, readonly [code: number, reason: string]>> = {
  gone: [1000, ''],
  done: [1000, ''],
  slow: [1013, 'Events come faster than they are read'],
  unauthenticated: [CloseCode.Forbidden, 'Forbidden'],
  restart: [1012, 'Service restart'],
};

const INVALID = 'Invalid message received';

/** What a client has said, and how many bytes of memory that takes, about. */
export interface ReadMessage {
  readonly message: ClientMessage;
  readonly sizeBytes: number;
}

/** Reads what a client says, or tells what is wrong with it. */
export function readMessage(data: Buffer, isBinary: boolean): ReadMessage | string {
  if (isBinary) return INVALID;
  const text = data.toString();
  const sizeBytes = weighJson(text);
  if (typeof sizeBytes === 'string') return `The message is ${sizeBytes}`;
  try {
    const message = validateMessage(parse(text) as unknown);
    return 'id' in message && message.id.length > MAX_ID_LENGTH ? INVALID : { message, sizeBytes };
  } catch {
    return INVALID;
  }
}

/** The token in the payload of a client's first message, wherever its author put it. */
export function authorizationIn(payload: unknown): string | undefined {
  const { authorization, Authorization, headers } = (payload ?? {}) as Record<string, unknown>;
  const inHeaders = (headers ?? {}) as Record<string, unknown>;
  const found = [authorization, Authorization, inHeaders['authorization'], inHeaders['Authorization']];
  return found.find((value) => typeof value === 'string');
}

/** How a client comes back. */
export function lastEventIdIn(extensions: Record<string, unknown> | null | undefined): string | undefined {
  const id = extensions?.['lastEventId'];
  return typeof id === 'string' ? id : undefined;
}

/** Writes what a client is told. */
export function messageWriter(): (message: Message, missed: number) => Buffer | string {
  const withId = rememberLast((event) => bytesOf(event));
  return (message, missed) => {
    if (message.kind === 'other') return message.text;
    const id = JSON.stringify(message.operation);
    switch (message.kind) {
      case 'next':
      case 'answer': {
        const payload = missed > 0 ? bytesOf(message.event, missed) : withId(message.event);
        return Buffer.concat([Buffer.from(`{"id":${id},"type":"next","payload":`), payload, Buffer.from('}')]);
      }
      case 'refused':
        return `{"id":${id},"type":"error","payload":${JSON.stringify(message.errors)}}`;
      case 'complete':
        return `{"id":${id},"type":"complete"}`;
    }
  };
}
