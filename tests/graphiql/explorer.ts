import type { Browser, Page, Request } from 'playwright-core';

/** The width of a small notebook. */
const NOTEBOOK = { width: 1280, height: 800 };
const TIMEOUT_MS = 40_000;

/** Somebody's browser, at GraphiQL. */
export interface Explorer extends AsyncDisposable {
  readonly page: Page;
  /** What the browser complained of: errors in its console, requests that left this machine. */
  readonly complaints: string[];
  /** The names of the tabs. */
  tabs(): Promise<string[]>;
  /** Goes to a tab and presses its button. */
  press(tab: string): Promise<void>;
  /** Presses a tab's button and gives the gateway's answer. */
  run(tab: string): Promise<object>;
}

/** Opens a browser of its own for one person. */
export async function openExplorer(browser: Browser, url: string): Promise<Explorer> {
  const context = await browser.newContext({ viewport: NOTEBOOK, locale: 'en-GB' });
  context.setDefaultTimeout(TIMEOUT_MS);
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(`${message.text()} ${message.location().url}`);
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('request', (request) => {
    const { protocol, origin } = new URL(request.url());
    if (protocol.startsWith('http') && origin !== url) complaints.push(`left for ${request.url()}`);
  });
  await page.goto(`${url}/graphiql`);
  const tabButtons = page.getByRole('tab').locator('.graphiql-tab-button');

  async function press(tab: string): Promise<void> {
    // Before its editors are there, GraphiQL changes the tab and not what they show.
    await page.locator('.graphiql-query-editor .view-line', { hasText: /\w/ }).first().waitFor();
    await tabButtons.filter({ hasText: new RegExp(`^${tab}$`) }).click();
    const operation = new RegExp(`(query|mutation)\\s${tab}\\b`);
    await page.locator('.graphiql-query-editor .view-lines').filter({ hasText: operation }).waitFor();
    await page.getByRole('button', { name: /^Execute query/ }).click();
  }

  return {
    page,
    complaints,
    press,
    tabs: async () => {
      await tabButtons.first().waitFor();
      return tabButtons.allTextContents();
    },
    run: async (tab) => {
      // A token that is over is refused with 401, which the page does not read: it asks once more without.
      const answer = page.waitForResponse(
        (response) => operationOf(response.request()) === tab && response.status() !== 401,
      );
      await press(tab);
      return (await (await answer).json()) as object;
    },
    [Symbol.asyncDispose]: () => context.close(),
  };
}

function operationOf(request: Request): string | undefined {
  if (new URL(request.url()).pathname !== '/graphql') return undefined;
  return (request.postDataJSON() as { operationName?: string } | null)?.operationName;
}
