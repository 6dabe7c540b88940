import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as current from '@looker/sdk-node';
import * as older from 'looker-sdk-node-23';
import { CLIENT_ID, CLIENT_SECRET, startInProcess } from '../harness.ts';

for (const [version, { LookerNodeSDK, NodeSettings }] of [
  ['26.12', current],
  ['23.14', older as unknown as typeof current],
] as const) {
  test(`SDK ${version} makes roles and says who has them`, async (t) => {
    const { app } = await startInProcess(t);
    const base_url = await app.listen({ port: 0, host: '127.0.0.1' });
    class Settings extends NodeSettings {
      override readConfig() {
        return { client_id: CLIENT_ID, client_secret: CLIENT_SECRET };
      }
    }
    const sdk = LookerNodeSDK.init40(new Settings('', { base_url } as never));

    const known = await sdk.ok(sdk.all_permissions());
    assert.ok(known.some(({ permission }) => permission === 'verify_two_factor'));
    const permissions = ['access_data', 'see_users', 'verify_two_factor'];
    const set = await sdk.ok(sdk.create_permission_set({ name: 'Checking', permissions }));
    assert.deepEqual(set.permissions, permissions);
    assert.equal((await sdk.ok(sdk.update_permission_set(String(set.id), set))).name, 'Checking');
    assert.equal((await sdk.ok(sdk.search_permission_sets({ name: 'check%' })))[0]?.id, set.id);

    const models = await sdk.ok(sdk.create_model_set({ name: 'Sales', models: ['orders'] }));
    assert.deepEqual((await sdk.ok(sdk.model_set(String(models.id)))).models, ['orders']);

    const role = await sdk.ok(
      sdk.create_role({
        name: 'Checker',
        permission_set_id: String(set.id),
        model_set_id: String(models.id),
      }),
    );
    const roleId = String(role.id);
    assert.equal(role.permission_set?.name, 'Checking');
    assert.equal(role.model_set?.name, 'Sales');
    assert.deepEqual(
      (await sdk.ok(sdk.all_roles({ ids: ['2', roleId] as never }))).map(({ name }) => name),
      ['Admin', 'Checker'],
    );
    assert.equal((await sdk.ok(sdk.update_role(roleId, { ...role, name: 'Code checker' }))).id, roleId);

    const user = await sdk.ok(sdk.create_user({ first_name: 'Some' }));
    const userId = String(user.id);
    const holders = await sdk.ok(sdk.set_role_users(roleId, [userId]));
    assert.deepEqual(
      holders.map(({ id }) => id),
      [userId],
    );
    const [found] = await sdk.ok(sdk.search_roles_with_user_count({ name: 'code checker' }));
    assert.equal(found?.user_count, 1);
    const request = { user_id: userId, direct_association_only: true };
    assert.equal((await sdk.ok(sdk.user_roles(request)))[0]?.name, 'Code checker');
    assert.deepEqual(await sdk.ok(sdk.set_user_roles(userId, [])), []);
    assert.deepEqual(await sdk.ok(sdk.role_users({ role_id: roleId })), []);

    await assert.rejects(sdk.ok(sdk.delete_role('2')), { name: 'LookerSDKError', message: /built in/ });
    await assert.rejects(sdk.ok(sdk.delete_model_set(String(models.id))), { message: /Code checker/ });
    assert.equal(await sdk.ok(sdk.delete_role(roleId)), '');
    assert.equal(await sdk.ok(sdk.delete_permission_set(String(set.id))), '');
    assert.equal(await sdk.ok(sdk.delete_model_set(String(models.id))), '');
  });
}
