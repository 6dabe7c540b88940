import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { TestContext } from 'node:test';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';

/** The first without a window system takes a quarter less time. */
const EXECUTABLES = ['/usr/bin/chromium-headless-shell', '/usr/bin/chromium'];

// A browser in a test talks to the server under test and to nobody else.
const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Debian's Chromium, closed when the test ends. */
export async function openBrowser(t: TestContext): Promise<Browser> {
  const executablePath = EXECUTABLES.find((path) => existsSync(path));
  assert.ok(
    executablePath,
    `the browser tests need Chromium at ${EXECUTABLES.join(' or ')}: install it with "apt-get install chromium"`,
  );
  const browser = await chromium.launch({ executablePath, args: flags });
  t.after(() => browser.close());
  return browser;
}

export interface Visitor {
  page: Page;
  /** What the console complained of, and requests to anywhere but the origin. Empty is right. */
  complaints: string[];
}

/**
 * A new visitor, who remembers nothing.
 *
 * @param origin Of the server: requests to anything else are refused and complained of.
 */
export async function visit(
  t: TestContext,
  browser: Browser,
  origin: string,
  options: BrowserContextOptions = {},
): Promise<Visitor> {
  const context = await browser.newContext({ baseURL: origin, ...options });
  t.after(() => context.close());
  const complaints: string[] = [];
  await context.route(
    (url) => url.origin !== origin && url.protocol !== 'data:',
    (route) => {
      complaints.push(`request to ${route.request().url()}`);
      return route.abort();
    },
  );
  const page = await context.newPage();
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => complaints.push(`script: ${error.message}`));
  return { page, complaints };
}

const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

/** Violations of WCAG 2.2 AA and of good practice that axe-core finds on a page. */
export async function violationsOn(page: Page): Promise<string[]> {
  // A form that was sent may have its answer still to come: colours are those of the page with its style.
  await page.waitForLoadState('load');
  // The page's own policy admits no foreign script; the debugger's side door does.
  const session = await page.context().newCDPSession(page);
  await session.send('Runtime.evaluate', { expression: readFileSync(AXE, 'utf8') });
  const { result } = await session.send('Runtime.evaluate', {
    expression: `(${listViolations})()`,
    awaitPromise: true,
    returnByValue: true,
  });
  await session.detach();
  return result.value as string[];
}

declare const axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };

/** Runs in the page. */
async function listViolations(): Promise<string[]> {
  const { violations } = await axe.run();
  return violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`,
  );
}
