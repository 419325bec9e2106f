import { existsSync } from 'node:fs';

/** Where Debian installs it. */
const executablePath = '/usr/sbin/nats-server';

/** What the environment of tests says of NATS: its server, and whether it must be there. */
export function readNatsConfig(env: NodeJS.ProcessEnv = process.env) {
  return { executablePath, isWanted: existsSync(executablePath) || env['REQUIRE_NATS'] === '1' };
}
