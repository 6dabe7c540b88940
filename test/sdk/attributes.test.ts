import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { test } from 'node:test';
import * as newest from '@looker/sdk-node';
import type * as Runtime from '@looker/sdk-rtl';
import * as oldest from 'looker-sdk-node-23';
import { CLIENT_ID, CLIENT_SECRET, startInProcess } from '../harness.ts';

const clients = [
  { name: '@looker/sdk-node 26.12.0', entry: '@looker/sdk-node', module: newest },
  {
    name: '@looker/sdk-node 23.14.1',
    entry: 'looker-sdk-node-23',
    module: oldest as unknown as typeof newest,
  },
];

for (const { name, entry, module } of clients) {
  test(`user attributes through ${name}`, async (t) => {
    const { app } = await startInProcess(t);
    const origin = await app.listen({ port: 0, host: '127.0.0.1' });
    const { DelimArray }: typeof Runtime = createRequire(import.meta.resolve(entry))('@looker/sdk-rtl');
    class Settings extends module.NodeSettings {
      override readConfig() {
        return { client_id: CLIENT_ID, client_secret: CLIENT_SECRET };
      }
    }
    const sdk = module.LookerNodeSDK.init40(new Settings('', { base_url: origin } as never));

    const created = await sdk.ok(
      sdk.create_user_attribute({ name: 'region', label: 'Region', type: 'string', user_can_view: true }),
    );
    const id = created.id as string;
    assert.deepEqual(await sdk.ok(sdk.user_attribute(id)), created);
    const changed = await sdk.ok(sdk.update_user_attribute(id, { default_value: 'EU' }));
    assert.deepEqual(changed, { ...created, default_value: 'EU' });
    const names = await sdk.ok(sdk.all_user_attributes({ fields: 'name', sorts: 'name desc' }));
    assert.deepEqual(names[0], { name: 'region' });

    const user = (await sdk.ok(sdk.create_user({ first_name: 'Ann' }))).id as string;
    const value = async (more: { all_values?: boolean } = {}) =>
      (
        await sdk.ok(
          sdk.user_attribute_user_values({
            user_id: user,
            user_attribute_ids: new DelimArray<string>([id, '999']),
            ...more,
          }),
        )
      ).map((held) => [held.value, held.source]);
    assert.deepEqual(await value(), [['EU', 'Default']]);
    const groups = await sdk.ok(
      sdk.set_user_attribute_group_values(id, [{ group_id: '1', value: 'everywhere' }]),
    );
    assert.deepEqual(await sdk.ok(sdk.all_user_attribute_group_values(id)), groups);
    await sdk.ok(sdk.update_user_attribute_group_value('1', id, { value: 'anywhere' }));
    const own = await sdk.ok(sdk.set_user_attribute_user_value(user, id, { value: 'US' }));
    assert.equal(own.user_attribute_id, id);
    assert.deepEqual(await value({ all_values: true }), [
      ['US', 'User'],
      ['anywhere', 'Group: All Users'],
      ['EU', 'Default'],
    ]);
    assert.equal(await sdk.ok<unknown, unknown>(sdk.delete_user_attribute_user_value(user, id)), '');
    assert.deepEqual(await value(), [['anywhere', 'Group: All Users']]);
    assert.equal(await sdk.ok<unknown, unknown>(sdk.delete_user_attribute_group_value('1', id)), '');
    assert.deepEqual(await value(), [['EU', 'Default']]);

    await assert.rejects(
      sdk.ok(
        sdk.create_user_attribute({
          name: 'git_username',
          label: 'Git Username',
          type: 'string',
          value_is_hidden: false,
          user_can_edit: true,
          user_can_view: true,
          hidden_value_domain_whitelist: '',
        }),
      ),
      (error: Error & { errors: { message: string }[] }) => {
        assert.match(error.message, /Validation Failed/);
        assert.equal(error.errors.length, 1);
        assert.match(error.errors[0]?.message ?? '', /comma-separated list of urls with optional wildcards/);
        return true;
      },
    );
    assert.equal(await sdk.ok(sdk.delete_user_attribute(id)), '');
    await assert.rejects(sdk.ok(sdk.user_attribute(id)), /Not found/);
  });
}
