import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as current from '@looker/sdk-node';
import * as older from 'looker-sdk-node-23';
import { CLIENT_ID, CLIENT_SECRET, startInProcess } from '../harness.ts';
import { startSmtpServer } from '../smtp-server.ts';

for (const [version, { LookerNodeSDK, NodeSettings }] of [
  ['26.12', current],
  ['23.14', older as unknown as typeof current],
] as const) {
  const sdkFor = (base_url: string) => {
    class Settings extends NodeSettings {
      override readConfig() {
        return { client_id: CLIENT_ID, client_secret: CLIENT_SECRET };
      }
    }
    return LookerNodeSDK.init40(new Settings('', { base_url } as never));
  };

  test(`SDK ${version} gives people addresses and links to choose a password`, async (t) => {
    const { app } = await startInProcess(t);
    const sdk = sdkFor(await app.listen({ port: 0, host: '127.0.0.1' }));
    const user = await sdk.ok(sdk.create_user({ first_name: 'Ada' }));
    const id = String(user.id);

    const made = await sdk.ok(sdk.create_user_credentials_email(id, { email: 'Ada@example.com' }));
    assert.deepEqual([made.email, made.type, made.password_reset_url], ['Ada@example.com', 'email', null]);
    const changed = { ...made, email: 'Countess@example.com' };
    assert.equal(
      (await sdk.ok(sdk.update_user_credentials_email(id, changed))).email,
      'Countess@example.com',
    );
    assert.equal((await sdk.ok(sdk.user_credentials_email(id))).email, 'Countess@example.com');
    await assert.rejects(sdk.ok(sdk.create_user_credentials_email(id, { email: 'b@example.com' })), (error) =>
      /already has an e-mail credential/.test((error as Error).message),
    );
    const found = await sdk.ok(sdk.search_credentials_email({ emails: 'x@y.z,countess@example.com' }));
    assert.deepEqual(
      found.map(({ user_id }) => user_id),
      [id],
    );
    assert.equal((await sdk.ok(sdk.user_for_credential('email', 'COUNTESS@example.com'))).id, id);

    const reset = await sdk.ok(
      sdk.create_user_credentials_email_password_reset({ user_id: id, expires: false }),
    );
    assert.match(String(reset.password_reset_url), /\/password\/reset\/\w{40}$/);
    const unsent = await sdk.ok(sdk.send_user_credentials_email_password_reset(id));
    assert.match(String(unsent.password_reset_url), /\/password\/reset\/\w{40}$/, 'there is no mail server');

    await sdk.ok(sdk.update_user(id, { is_disabled: true }));
    const replaced = await sdk.ok(sdk.wipeout_user_emails(id, { email: 'gone@example.com' }));
    assert.deepEqual([replaced.id, replaced.email], [id, 'gone@example.com']);
    assert.equal(await sdk.ok(sdk.delete_user_credentials_email(id)), '');
    await assert.rejects(sdk.ok(sdk.user_credentials_email(id)), { message: 'Not found' });
  });

  test(`SDK ${version} has a link mailed`, async (t) => {
    const smtp = await startSmtpServer(t);
    const { app } = await startInProcess(t, {
      COUNTERSIGN_SMTP_URL: smtp.url,
      COUNTERSIGN_MAIL_FROM: 'id@example.com',
      COUNTERSIGN_PUBLIC_URL: 'https://id.example.com',
    });
    const sdk = sdkFor(await app.listen({ port: 0, host: '127.0.0.1' }));
    const sent = await sdk.ok(sdk.send_user_credentials_email_password_reset('1'));
    assert.deepEqual([sent.email, sent.password_reset_url], ['admin@example.com', null]);
    assert.match(smtp.mails[0]?.text ?? '', /https:\/\/id\.example\.com\/password\/reset\/\w{40}/);
    smtp.refuseWith = '550 no';
    await assert.rejects(sdk.ok(sdk.send_user_credentials_email_password_reset('1')), {
      message: /The mail server did not take the mail/,
    });
  });

  test(`SDK ${version} knows people by the ids of other applications`, async (t) => {
    const { app } = await startInProcess(t);
    const sdk = sdkFor(await app.listen({ port: 0, host: '127.0.0.1' }));
    const { id } = await sdk.ok(sdk.create_embed_user({ external_user_id: 'ext/7' }));
    assert.ok(id);
    const [credential] = await sdk.ok(sdk.all_user_credentials_embeds(id));
    assert.equal(credential?.external_user_id, 'ext/7');
    assert.equal((await sdk.ok(sdk.user_credentials_embed(id, String(credential?.id)))).type, 'embed');
    assert.deepEqual(
      (await sdk.ok(sdk.search_users({ embed_user: true, fields: 'id' }))).map((user) => user.id),
      [id],
    );
    assert.equal((await sdk.ok(sdk.user_for_credential('embed', 'ext/7'))).id, id);
    assert.equal(await sdk.ok(sdk.delete_user_credentials_embed(id, String(credential?.id))), '');
    for (const call of [
      sdk.user_credentials_google(id),
      sdk.user_credentials_ldap(id),
      sdk.user_credentials_saml(id),
      sdk.user_credentials_oidc(id),
      sdk.user_credentials_looker_openid(id),
      sdk.delete_user_credentials_google(id),
    ]) {
      await assert.rejects(sdk.ok(call as never), { message: 'Not found' });
    }
  });
}
