import { z } from 'zod';
import { parseJson } from '../json.ts';
import type { GraphEvent } from './event-bus.ts';

/** An event as it travels. */
export const EventBody = z.object({
  field: z.string().regex(/^[_a-zA-Z]\w{0,127}$/),
  arguments: z.record(z.string(), z.json()),
  value: z.json(),
  audience: z.array(z.string()).optional(),
  publishedAt: z.int().nonnegative().optional(),
});

/** Reads an event that came as JSON; `undefined` when it is none. */
export function readEvent(text: string): Omit<GraphEvent, 'id'> | undefined {
  const { data } = EventBody.safeParse(parseJson(text));
  return data;
}
