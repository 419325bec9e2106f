import type { SubscriptionEvent } from '../engine/engine-options.ts';

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN = 0x7b;
const CLOSE = 0x7d;
const NEW_LINE = 0x0a;
const RETURN = 0x0d;
const SPACE = 0x20;
const EXTENSIONS = Buffer.from('"extensions"');

/**
 * An event's result on one line, with `extensions.eventId`, by which a client can come back, and `extensions.missedEvents` where
 * older ones were dropped. The result is not read for it: these are put in among its bytes.
 */
export function bytesOf({ id, result }: SubscriptionEvent, missed = 0): Buffer {
  const members: string[] = [];
  if (id !== undefined) members.push(`"eventId":${JSON.stringify(id)}`);
  if (missed > 0) members.push(`"missedEvents":${missed}`);
  const bytes = onOneLine(typeof result === 'string' ? Buffer.from(result) : result);
  return members.length > 0 ? withExtensions(bytes, members.join()) : bytes;
}

/** Remembers what was made of the last event: it goes to many clients one after the other. */
export function rememberLast(make: (event: SubscriptionEvent) => Buffer): (event: SubscriptionEvent) => Buffer {
  let last: { event: SubscriptionEvent; made: Buffer } | undefined;
  return (event) => {
    if (last?.event !== event) last = { event, made: make(event) };
    return last.made;
  };
}

/** Line ends between the tokens of a JSON text mean nothing to it, but much to those who carry it. */
function onOneLine(json: Buffer): Buffer {
  const text = json.at(-1) === NEW_LINE ? json.subarray(0, -1) : json;
  if (!text.includes(NEW_LINE) && !text.includes(RETURN)) return text;
  return text.map((byte) => (byte === NEW_LINE || byte === RETURN ? SPACE : byte)) as Buffer;
}

function withExtensions(result: Buffer, members: string): Buffer {
  const present = result.includes(EXTENSIONS) ? startOfExtensions(result) : -1;
  if (present >= 0) {
    const rest = result.subarray(present + 1);
    const comma = rest.find((byte) => byte !== SPACE) === CLOSE ? '' : ',';
    return Buffer.concat([result.subarray(0, present + 1), Buffer.from(members + comma), rest]);
  }
  const end = result.lastIndexOf(CLOSE);
  const comma = result.lastIndexOf(OPEN, end) === end - 1 ? '' : ',';
  return Buffer.concat([result.subarray(0, end), Buffer.from(`${comma}"extensions":{${members}}}`)]);
}

/** Where the object begins that is the result's own `extensions`; errors have such a member, too, and data may. */
function startOfExtensions(result: Buffer): number {
  let depth = 0;
  for (let at = 0; at < result.length; at += 1) {
    const byte = result[at];
    if (byte === OPEN) depth += 1;
    else if (byte === CLOSE) depth -= 1;
    else if (byte === QUOTE) {
      const end = endOfString(result, at);
      const isOurs = depth === 1 && result.subarray(at, end + 1).equals(EXTENSIONS);
      if (isOurs && isName(result, end)) return result.indexOf(OPEN, end);
      at = end;
    }
  }
  return -1;
}

function endOfString(json: Buffer, start: number): number {
  let at = start + 1;
  while (at < json.length && json[at] !== QUOTE) at += json[at] === BACKSLASH ? 2 : 1;
  return at;
}

/** Whether the string that ends there is a member's name, and not a value. */
function isName(json: Buffer, end: number): boolean {
  let at = end + 1;
  while (json[at] === SPACE) at += 1;
  return json[at] === 0x3a;
}
