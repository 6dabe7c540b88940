import assert from 'node:assert/strict';
import { test } from 'node:test';
import { describeUserAgent } from './user-agent.ts';

const webkit = 'AppleWebKit/537.36 (KHTML, like Gecko)';

for (const [browser, operatingSystem, header] of [
  ['Chrome', 'Windows', `Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${webkit} Chrome/140.0.0.0 Safari/537.36`],
  ['Edge', 'Windows', `Mozilla/5.0 (Windows NT 10.0) ${webkit} Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0`],
  ['Opera', 'Linux', `Mozilla/5.0 (X11; Linux x86_64) ${webkit} Chrome/139.0.0.0 Safari/537.36 OPR/123.0`],
  ['Firefox', 'Linux', 'Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0'],
  [
    'Safari',
    'macOS',
    `Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) ${webkit} Version/26.0 Safari/605.1.15`,
  ],
  [
    'Safari',
    'iOS',
    `Mozilla/5.0 (iPhone; CPU iPhone OS 18_7 like Mac OS X) ${webkit} Version/26.0 Safari/604.1`,
  ],
  ['Chrome', 'iOS', `Mozilla/5.0 (iPad; CPU OS 18_7 like Mac OS X) ${webkit} CriOS/140.0 Safari/604.1`],
  ['Chrome', 'Android', `Mozilla/5.0 (Linux; Android 15; K) ${webkit} Chrome/140.0.0.0 Mobile Safari/537.36`],
  ['Chrome', 'ChromeOS', `Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) ${webkit} Chrome/140.0 Safari/537.36`],
] as const) {
  test(`a person recognises ${browser} on ${operatingSystem}`, () => {
    assert.deepEqual(describeUserAgent(header), { browser, operatingSystem });
  });
}

test('what is not known has no name', () => {
  for (const header of [undefined, '', 'curl/8.16.0', 'x'.repeat(8_000), '<script>alert(1)</script>']) {
    assert.deepEqual(describeUserAgent(header), { browser: null, operatingSystem: null });
  }
});
