import assert from 'node:assert/strict';
import { test } from 'node:test';
import { codeAt, wrongCodeAt } from '../authenticator.ts';
import { startInProcess } from '../harness.ts';
import { givePassword, newBrowser, newPersonWithTwoFactor, PASSWORD } from '../person.ts';

test('people who sign in on the pages', async (t) => {
  const server = await startInProcess(t);

  await t.test(
    'CVE-2026-40177, cal.com 10600 (Ajenti, cal.com): with a second factor the password is not checked any more',
    async () => {
      const passwords = { right: PASSWORD, wrong: 'another horse, no staples', none: undefined };
      for (const [how, password] of Object.entries(passwords)) {
        const { email, secret, codes } = await newPersonWithTwoFactor(server, {
          email: `${how}@example.com`,
        });
        for (const path of ['/sign-in/code', '/sign-in/recovery-code']) {
          for (const isRight of [false, true]) {
            server.clock.nowMs += 60_000;
            const now = server.clock.nowMs;
            const code = isRight ? codeAt(secret, now) : wrongCodeAt(secret, now);
            const recovery = isRight ? String(codes[0]) : 'AAAAA-AAAAA-AAAAA-AAAAA-AAAAA';
            const browser = newBrowser(server.app);
            if (password !== undefined) await givePassword(browser, email, { password });
            const { text } = await browser.open(path);
            const [, form_token = ''] = /name="form_token" value="([^"]+)"/.exec(text) ?? [];
            await browser.post(path, { form_token, code: path === '/sign-in/code' ? code : recovery });
            const isIn = (await browser.open('/')).path === '/';
            assert.equal(isIn, how === 'right' && isRight, `${how} password, ${isRight} at ${path}`);
          }
        }
      }
    },
  );
});
