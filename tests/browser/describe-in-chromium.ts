import { type Browser, chromium } from 'playwright-core';
import { afterAll, beforeAll, describe } from 'vitest';
import { readBrowserConfig } from './config.ts';

/** Of a test: a browser takes its time on a busy machine. */
const TIMEOUT_MS = 120_000;

// It runs without a sandbox in containers, and asks nobody for anything by itself.
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/**
 * Like `describe`, for tests in Chromium. Where there is none they are left out, and their name says so.
 * @param tests gets a function for the browser, to be called within a test
 */
export function describeInChromium(name: string, tests: (browser: () => Browser) => void): void {
  const { executablePath, isWanted } = readBrowserConfig();
  const absence = isWanted ? '' : ` (left out: there is no ${executablePath})`;
  describe.skipIf(!isWanted)(`${name}${absence}`, { timeout: TIMEOUT_MS }, () => {
    let browser: Browser | undefined;
    beforeAll(async () => {
      browser = await chromium.launch({ executablePath, args: FLAGS });
    });
    afterAll(() => browser?.close());
    tests(() => {
      if (browser === undefined) throw new Error('The browser has not started.');
      return browser;
    });
  });
}
