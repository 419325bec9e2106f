import { bytesOf, rememberLast } from './event-bytes.ts';
import type { StreamFormat } from './response-transport.ts';

const BOUNDARY = '\r\n--graphql';
const BEFORE_PART = '\r\ncontent-type: application/json\r\n\r\n';

/**
 * Apollo's protocol for subscriptions over HTTP. Each part ends with the boundary of the next, as clients read it only then.
 * https://www.apollographql.com/docs/graphos/routing/operations/subscriptions/multipart-protocol
 */
export function multipart(): StreamFormat {
  const withId = rememberLast((event) => partOf(bytesOf(event)));
  return {
    contentType: 'multipart/mixed;boundary="graphql";subscriptionSpec="1.0"',
    head: BOUNDARY,
    heartbeat: part('{}'),
    comesBack: false,
    write: (message, missed) => {
      switch (message.kind) {
        case 'next':
        case 'answer':
          return missed > 0 ? partOf(bytesOf(message.event, missed)) : withId(message.event);
        case 'refused':
          return failure(message.errors);
        case 'complete':
        case 'other':
          return '';
      }
    },
    end: (problem) => `${problem ? failure([problem]) : ''}--\r\n`,
  };
}

function part(json: string): string {
  return BEFORE_PART + json + BOUNDARY;
}

function failure(errors: readonly object[]): string {
  return part(JSON.stringify({ payload: null, errors }));
}

function partOf(payload: Buffer): Buffer {
  return Buffer.concat([Buffer.from(`${BEFORE_PART}{"payload":`), payload, Buffer.from(`}${BOUNDARY}`)]);
}
