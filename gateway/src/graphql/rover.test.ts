import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { buildSchema } from 'graphql';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Constellation, startConstellation } from '../testing/constellation.ts';

const ROVER = fileURLToPath(new URL('../../node_modules/.bin/rover', import.meta.url));

let folder: string;
let open: Constellation;
let closed: Constellation;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'accounts-center-rover-'));
  open = await startConstellation('in process');
  closed = await startConstellation('in process', { development: false });
});
afterAll(async () => {
  await open[Symbol.asyncDispose]();
  await closed[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

async function introspect({ gateway }: Constellation): Promise<string> {
  const origin = await gateway.listen({ host: '127.0.0.1', port: 0 });
  const env = { PATH: process.env['PATH'], HOME: folder, APOLLO_CONFIG_HOME: folder, APOLLO_TELEMETRY_DISABLED: '1' };
  return (await promisify(execFile)(ROVER, ['graph', 'introspect', `${origin}/graphql`], { env })).stdout;
}

it('rover reads the whole schema in development', async () => {
  const schema = buildSchema(await introspect(open));
  expect(Object.keys(schema.getQueryType()?.getFields() ?? {})).toContain('instagramEcho');
  expect(schema.getType('join__Graph')).toBeUndefined();
});

it('rover reads nothing in production', async () => {
  await expect(introspect(closed)).rejects.toThrow(/No data field provided/);
});
