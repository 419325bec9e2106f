import { type Browser, chromium } from 'playwright-core';
import { afterAll, beforeAll, describe } from 'vitest';
import { readBrowserConfig } from './config.ts';

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
  describe.skipIf(!isWanted)(isWanted ? name : `${name} (left out: there is no ${executablePath})`, () => {
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
