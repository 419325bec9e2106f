/** Where an event stands: an epoch, in which sequence numbers are counted from 1, and its number. */
export interface EventPosition {
  readonly epochMs: number;
  readonly sequence: number;
}

const EPOCH_DIGITS = 9;
const SEQUENCE_DIGITS = 11;
const FORM = new RegExp(`^[0-9a-z]{${EPOCH_DIGITS}}-[0-9a-z]{${SEQUENCE_DIGITS}}$`);

/** Writes a position as an id. Ids sort as texts as their events came, over epochs too. */
export function eventId({ epochMs, sequence }: EventPosition): string {
  return `${digits(epochMs, EPOCH_DIGITS)}-${digits(sequence, SEQUENCE_DIGITS)}`;
}

/** Reads an id; `undefined` when the text is none. */
export function eventPosition(id: string): EventPosition | undefined {
  if (!FORM.test(id)) return undefined;
  const [epoch = '', sequence = ''] = id.split('-');
  return { epochMs: Number.parseInt(epoch, 36), sequence: Number.parseInt(sequence, 36) };
}

function digits(value: number, count: number): string {
  return value.toString(36).padStart(count, '0');
}
