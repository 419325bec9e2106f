import { describe, expect, it } from 'vitest';
import { createRequestReader, type ReadRequest } from './request-reader.ts';

const one = 'POST /products HTTP/1.1\r\nHost: x\r\nContent-Length: 7\r\nAuthorization: Bearer a\r\n\r\n{"a":1}';
const other = 'POST /reviews HTTP/1.1\r\ncontent-length:2\r\n\r\n{}';
const read: ReadRequest[] = [
  { path: '/products', body: '{"a":1}', hasAuthorization: true },
  { path: '/reviews', body: '{}', hasAuthorization: false },
];

function readAll(chunks: readonly string[]): ReadRequest[] {
  const requests: ReadRequest[] = [];
  const reader = createRequestReader((request) => requests.push(request));
  for (const chunk of chunks) reader(Buffer.from(chunk, 'latin1'));
  return requests;
}

describe('the request reader', () => {
  it('reads requests that come one by one, together, or byte by byte', () => {
    expect(readAll([one, other])).toEqual(read);
    expect(readAll([one + other])).toEqual(read);
    expect(readAll([...(one + other)])).toEqual(read);
  });

  it('keeps bytes that are not ASCII apart', () => {
    const body = Buffer.from('{"a":"é"}').toString('latin1');
    const requests = readAll([`POST / HTTP/1.1\r\nContent-Length: ${body.length}\r\n\r\n${body}`]);
    expect(requests.map((request) => Buffer.from(request.body, 'latin1').toString())).toEqual(['{"a":"é"}']);
  });

  it('refuses a body of unknown length', () => {
    expect(() => readAll(['POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n'])).toThrow('without a length');
  });
});
