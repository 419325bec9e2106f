import { expect, it } from 'vitest';
import { z } from 'zod';
import { ConfigError, readConfig } from './config.ts';

const schema = z.object({
  PORT: z.coerce.number().int().default(4000),
  DATABASE_URL: z.url(),
  SIGNING_KEY: z.base64().min(44),
});
const valid = { DATABASE_URL: 'postgres://localhost/fb', SIGNING_KEY: Buffer.alloc(32).toString('base64') };

it('types what it reads; empty counts as unset', () => {
  expect(readConfig(schema, { ...valid, PORT: '', HOME: '/root' })).toEqual({ ...valid, PORT: 4000 });
});

it('lists every problem at once and no value', () => {
  const read = () => readConfig(schema, { PORT: 'eighty', SIGNING_KEY: 'hunter2!' });
  expect(read).toThrow(ConfigError);
  expect(read).toThrow(/PORT: [^]*DATABASE_URL: [^]*SIGNING_KEY: /);
  expect(read).not.toThrow(/hunter2|eighty/);
});
