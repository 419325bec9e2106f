import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import { createServer } from 'node:net';
import { expect, it } from 'vitest';
import { ConfigError } from './config.ts';
import { startFailure } from './run-main.ts';

it('says in plain words what whoever started a process can mend', async () => {
  const first = createServer().listen(0, '127.0.0.1');
  await once(first, 'listening');
  const { port } = first.address() as { port: number };
  const second = createServer().listen(port, '127.0.0.1');
  const [inUse] = (await once(second, 'error')) as [Error];
  first.close();
  expect(startFailure(inUse)).toBe(`Port ${port} is in use. Set PORT to another one.`);

  const noFolder = await mkdir('/dev/null/data').catch((error: unknown) => error);
  expect(startFailure(noFolder)).toBe("ENOTDIR: not a directory, mkdir '/dev/null/data'");
  expect(startFailure(new ConfigError(['PORT: is missing']))).toContain('PORT: is missing');
});

it('leaves every other error to its stack', () => {
  expect(startFailure(new TypeError('undefined is not a function'))).toBeUndefined();
  expect(
    startFailure(Object.assign(new Error('connect'), { syscall: 'connect', code: 'ECONNREFUSED' })),
  ).toBeUndefined();
});
