import { fileURLToPath } from 'node:url';
import { PASSWORD } from '@accounts-center/test-kit';
import type { Browser, Locator, Page } from 'playwright-core';

/** A phone, the narrowest that pages are made for. */
const PHONE = { width: 360, height: 800 };
const TIMEOUT_MS = 20_000;

/** Somebody's browser, at the settings pages of the apps. */
export interface Settings extends AsyncDisposable {
  readonly page: Page;
  /** What the browser complained of: errors in its console, requests that failed or left this machine. */
  readonly complaints: string[];
  open(service: string): Promise<void>;
  /** Makes an account on the page of its app. */
  signUp(service: string, username: string): Promise<void>;
  signIn(username: string): Promise<void>;
  /** Links another account, from the page of the signed-in one. */
  link(app: string, username: string): Promise<void>;
  /** A part of the page by its heading. */
  section(title: string): Locator;
  /** Waits for words in a part of the page. */
  read(title: string, words: string | RegExp): Promise<void>;
}

/** The files of the example, as people would choose them. */
export const photoFile = (name: string): string =>
  fileURLToPath(new URL(`../../examples/main-job/photos/${name}.jpg`, import.meta.url));

/**
 * Opens a browser of its own for one person.
 * @param url origin of the gateway, as it calls itself
 */
export async function openBrowser(browser: Browser, url: string): Promise<Settings> {
  const context = await browser.newContext({ viewport: PHONE, locale: 'en-GB' });
  context.setDefaultTimeout(TIMEOUT_MS);
  const page = await context.newPage();
  const complaints = watch(page, url);
  const section = (title: string): Locator => page.getByRole('region', { name: title, exact: true });

  async function open(service: string): Promise<void> {
    await page.goto(`${url}/${service}/settings/accounts-center`);
    await page.getByRole('heading', { name: 'Accounts Center' }).waitFor();
  }

  return {
    page,
    complaints,
    section,
    open,
    signUp: async (service, username) => {
      await open(service);
      await page.getByRole('button', { name: 'Make an account' }).click();
      await page.getByLabel('Username').fill(username);
      await page.getByLabel('Display name').fill('Ada Park');
      await page.getByLabel('Password').fill(PASSWORD);
      await page.getByRole('button', { name: 'Make the account' }).click();
      await page.getByText(`Signed in as ${username}`).waitFor();
    },
    signIn: async (username) => {
      await page.getByLabel('Username').fill(username);
      await page.getByLabel('Password').fill(PASSWORD);
      await page.getByRole('button', { name: 'Sign in' }).click();
      await page.getByText(`Signed in as ${username}`).waitFor();
    },
    link: async (app, username) => {
      const adding = section('Add an account');
      await adding.getByRole('button', { name: 'Add an account' }).click();
      await adding.getByLabel('App').selectOption({ label: app });
      await adding.getByLabel('Its username').fill(username);
      await adding.getByLabel('Its password').fill(PASSWORD);
      await adding.getByRole('button', { name: 'Confirm' }).click();
      await adding.getByRole('button', { name: 'Link', exact: true }).click();
      await adding.getByText(`${username} on ${app} is linked.`).waitFor();
    },
    read: async (title, words) => {
      const place = section(title);
      const isThere = place.getByText(words).first().waitFor();
      await isThere.catch(async (cause: unknown) => {
        throw new Error(`${title} does not say ${words}, but:\n${await place.innerText()}`, { cause });
      });
    },
    [Symbol.asyncDispose]: () => context.close(),
  };
}

function watch(page: Page, url: string): string[] {
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(`${message.text()} ${message.location().url}`);
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('request', (request) => {
    const { protocol, origin } = new URL(request.url());
    if (['http:', 'https:'].includes(protocol) && origin !== url) complaints.push(`left for ${request.url()}`);
  });
  return complaints;
}
