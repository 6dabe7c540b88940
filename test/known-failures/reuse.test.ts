import assert from 'node:assert/strict';
import { test } from 'node:test';
import { STEP, someone } from '../enrolled.ts';
import { needsEmbedded, startInProcess } from '../harness.ts';
import { spellingsOf } from '../spellings.ts';

test('codes that are used again', async (t) => {
  const server = await startInProcess(t);
  const { clock } = server;

  await t.test(
    'CVE-2025-6014, CVE-2025-55000 (Vault, OpenBao): a used code with blanks around it',
    async () => {
      const { verify, send, code } = await someone(server);
      const used = code();
      assert.equal((await verify(used)).accepted, true);
      const others = spellingsOf(used).filter((text) => text.isWellFormed());
      assert(others.length > 100);
      for (const other of others) assert.equal((await send(other)).status, 422, JSON.stringify(other));
      assert.equal((await verify(code(1))).accepted, true, 'and none of them cost a guess');
    },
  );

  await t.test(
    'CVE-2015-7225, CVE-2021-43177 (devise-two-factor): a code of the step before, kept as of now',
    async () => {
      const { verify, code } = await someone(server);
      const before = code(-1);
      assert.equal((await verify(before)).accepted, true);
      assert.equal((await verify(before)).reason, 'already_used');
      assert.equal((await verify(code())).accepted, true, 'the step it was of is what counts');
    },
  );

  await t.test(
    'CVE-2026-82470 (Rodauth): a code that an early phone shows, when its step has come',
    async () => {
      const { verify, code } = await someone(server);
      const early = code(1);
      assert.equal((await verify(early)).accepted, true);
      for (let step = 0; step < 2; step++) {
        clock.nowMs += STEP;
        assert.equal((await verify(early)).accepted, false);
      }
    },
  );

  await t.test(
    'CVE-2021-45331, CVE-2026-33473, CVE-2026-104105, GHSA-96qm-hwhp-2rm8 (Gitea, Vikunja, FileRise, Craft): a code works while it is shown',
    async () => {
      const { verify, code } = await someone(server);
      const shown = code();
      assert.equal((await verify(shown)).accepted, true);
      for (let again = 0; again < 10; again++) assert.equal((await verify(shown)).accepted, false);
    },
  );

  await t.test(
    'better-auth 10387, Logto 9109, OwnPay 145: a slower writer lowers the last step',
    async () => {
      const { verify, code } = await someone(server);
      const codes = [code(-1), code(), code(1)];
      const answers = await Promise.all(
        Array.from({ length: 60 }, (_, index) => verify(codes[index % 3] as string)),
      );
      const accepted = answers.flatMap(({ accepted }, index) => (accepted ? [index % 3] : []));
      assert.equal(new Set(accepted).size, accepted.length, 'each once');
      // Of several writers, none has to be done in the order of sending.
      if (!needsEmbedded())
        assert.deepEqual(accepted, accepted.toSorted(), 'never an older one after a newer');
      const newest = Math.max(...accepted);
      assert(newest >= 0);
      for (const older of codes.slice(0, newest + 1)) {
        assert.notEqual((await verify(older)).accepted, true);
      }
    },
  );

  await t.test('Infisical 6112, Hanko 2723: the code that completed enrolment signs in, too', async () => {
    const { verify, code } = await someone(server);
    const first = code();
    assert.deepEqual(await verify(first), { accepted: true, verified: true });
    assert.equal((await verify(first)).reason, 'already_used');
  });

  await t.test('CVE-2026-41707 (Spring Security): a flood pushes a used code out of the memory', async () => {
    const { verify, code } = await someone(server);
    const used = code();
    assert.equal((await verify(used)).accepted, true);
    for (let other = 0; other < 30; other++) {
      const { verify, code } = await someone(server);
      assert.equal((await verify(code())).accepted, true);
    }
    assert.equal((await verify(used)).reason, 'already_used');
  });
});
