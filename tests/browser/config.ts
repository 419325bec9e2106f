import { existsSync } from 'node:fs';

/** What the environment says of the browser that tests drive. */
export interface BrowserConfig {
  readonly executablePath: string;
  /** Whether there is one, or its absence has to be a failure. */
  readonly isWanted: boolean;
}

export function readBrowserConfig(env: Readonly<Record<string, string | undefined>> = process.env): BrowserConfig {
  const executablePath = '/usr/bin/chromium';
  return { executablePath, isWanted: existsSync(executablePath) || env['REQUIRE_BROWSER'] === '1' };
}
