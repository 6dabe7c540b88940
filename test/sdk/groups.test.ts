import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as newest from '@looker/sdk-node';
import * as oldest from 'looker-sdk-node-23';
import { CLIENT_ID, CLIENT_SECRET, startInProcess } from '../harness.ts';

const clients = [
  { name: '@looker/sdk-node 26.12.0', module: newest },
  { name: '@looker/sdk-node 23.14.1', module: oldest as unknown as typeof newest },
];

for (const { name, module } of clients) {
  test(`groups through ${name}`, async (t) => {
    const { app } = await startInProcess(t);
    const origin = await app.listen({ port: 0, host: '127.0.0.1' });
    class Settings extends module.NodeSettings {
      override readConfig() {
        return { client_id: CLIENT_ID, client_secret: CLIENT_SECRET };
      }
    }
    const sdk = module.LookerNodeSDK.init40(new Settings('', { base_url: origin } as never));

    const sales = await sdk.ok(sdk.create_group({ name: 'Sales', can_add_to_content_metadata: false }));
    const id = sales.id as string;
    assert.deepEqual(await sdk.ok(sdk.group(id)), sales);
    assert.equal((await sdk.ok(sdk.update_group(id, { ...sales, name: 'Sales EU' }))).name, 'Sales EU');
    assert.deepEqual(await sdk.ok(sdk.all_groups({ fields: 'name', sorts: 'name desc' })), [
      { name: 'Sales EU' },
      { name: 'All Users' },
    ]);

    const ann = (await sdk.ok(sdk.create_user({ first_name: 'Ann' }))).id as string;
    assert.deepEqual((await sdk.ok(sdk.add_group_user(id, { user_id: ann }))).group_ids, ['1', id]);
    assert.deepEqual(await sdk.ok(sdk.all_group_users({ group_id: id, fields: 'id' })), [{ id: ann }]);
    assert.deepEqual(await sdk.ok(sdk.search_users({ group_id: `${id},999`, fields: 'id' })), [{ id: ann }]);

    const outer = (await sdk.ok(sdk.create_group({ name: 'Outer' }))).id as string;
    assert.equal((await sdk.ok(sdk.add_group_group(outer, { group_id: id }))).id, id);
    assert.equal((await sdk.ok(sdk.all_group_groups(outer)))[0]?.id, id);
    assert.deepEqual(
      (await sdk.ok(sdk.set_role_groups('3', [outer]))).map((group) => group.name),
      ['Outer'],
    );
    assert.equal((await sdk.ok(sdk.role_groups('3')))[0]?.id, outer);
    const [found] = await sdk.ok(sdk.search_groups_with_hierarchy({ name: 'sales%' }));
    assert.deepEqual([found?.parent_group_ids, found?.role_ids], [[outer], []]);
    const [withRoles] = await sdk.ok(sdk.search_groups_with_roles({ id: outer }));
    assert.equal(withRoles?.roles?.[0]?.name, 'Support');
    await assert.rejects(sdk.ok(sdk.add_group_group(id, { group_id: outer })), /Validation Failed/);

    assert.equal(await sdk.ok<unknown, unknown>(sdk.delete_group_user(id, ann)), '');
    assert.equal(await sdk.ok<unknown, unknown>(sdk.delete_group_from_group(outer, id)), '');
    assert.equal(await sdk.ok<unknown, unknown>(sdk.delete_group(id)), '');
    await assert.rejects(sdk.ok(sdk.group(id)), /Not found/);
  });
}
